using WeChatPlatform.Rag;
using WeChatPlatform.Hosting;

return await PlatformHost.RunAsync(args, new RagModule());
