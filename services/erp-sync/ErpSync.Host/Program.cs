using WeChatPlatform.ErpSync;
using WeChatPlatform.Hosting;

return await PlatformHost.RunAsync(args, new ErpSyncModule());
