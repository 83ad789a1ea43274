using WeChatPlatform.Ai;
using WeChatPlatform.Hosting;
using WeChatPlatform.Message;
using WeChatPlatform.Standalone;

return await PlatformHost.RunAsync(new PlatformHostSetup
{
    Args = args,
    Name = "standalone",
    Modules =
    [
        new MessageModule(),
        new AiModule(),
    ],
    MapEndpoints = StandaloneSetup.Own,
    PrepareAsync = (builder, ct) => StandaloneSetup.PrepareAsync(builder, args, ct),
});
