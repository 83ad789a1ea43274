using WeChatPlatform.Hosting;
using WeChatPlatform.Message;

return await PlatformHost.RunAsync(args, new MessageModule());
