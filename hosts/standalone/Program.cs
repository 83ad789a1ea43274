using WeChatPlatform.Ai;
using WeChatPlatform.Analytics;
using WeChatPlatform.Customer;
using WeChatPlatform.ErpSync;
using WeChatPlatform.Gateway;
using WeChatPlatform.Hosting;
using WeChatPlatform.Message;
using WeChatPlatform.Rag;
using WeChatPlatform.Standalone;

return await PlatformHost.RunAsync(new PlatformHostSetup
{
    Args = args,
    Name = "standalone",
    Modules =
    [
        new GatewayModule(),
        new MessageModule(),
        new CustomerModule(),
        new RagModule(),
        new ErpSyncModule(),
        new AiModule(),
        new AnalyticsModule(),
    ],
    MapEndpoints = StandaloneSetup.Own,
    PrepareAsync = (builder, ct) => StandaloneSetup.PrepareAsync(builder, args, ct),
});
