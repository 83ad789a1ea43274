using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Hosting;

namespace WeChatPlatform.Gateway.Host;

/// <summary>The gateway's process: the gateway module, and the way to all other services.</summary>
internal static class GatewayHost
{
    public static PlatformHostSetup Setup(
        string[] args,
        bool readEnvironment = true,
        Func<WebApplicationBuilder, CancellationToken, Task>? prepareAsync = null) => new()
    {
        Args = args,
        Modules = [new GatewayModule()],
        ReadEnvironment = readEnvironment,
        PrepareAsync = prepareAsync,
        AddServices = builder =>
        {
            builder.Services.AddForwarding();
            builder.Services.AddSingleton(Forwarding.Refused);
        },
        MapEndpoints = app => app.MapForwarding(),
    };
}
