using WeChatPlatform.Ai;
using WeChatPlatform.Hosting;

return await PlatformHost.RunAsync(args, new AiModule());
