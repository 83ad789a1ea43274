using WeChatPlatform.Gateway.Host;
using WeChatPlatform.Hosting;

return await PlatformHost.RunAsync(GatewayHost.Setup(args));
