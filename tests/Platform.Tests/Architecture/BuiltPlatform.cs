using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Hosting;
using WeChatPlatform.Messaging;
using WeChatPlatform.Standalone;

namespace WeChatPlatform.Platform.Tests.Architecture;

/// <summary>All modules in one host that is built and never started: no server and no port is needed.</summary>
public sealed class BuiltPlatform : IAsyncLifetime
{
    private WebApplication? app;

    public IServiceProvider Services => app!.Services;

    public MessageCatalog Catalog => Services.GetRequiredService<MessageCatalog>();

    public IReadOnlyList<RouteEndpoint> Endpoints =>
        [.. ((IEndpointRouteBuilder)app!).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];

    public async ValueTask InitializeAsync() => app = await BuildAsync(new Dictionary<string, string?>(), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await app!.DisposeAsync();

    /// <summary>Builds the platform with these settings put over working ones.</summary>
    internal static Task<WebApplication> BuildAsync(IReadOnlyDictionary<string, string?> settings, CancellationToken ct) =>
        PlatformHost.BuildAsync(new PlatformHostSetup
        {
            Name = "standalone",
            Modules = [.. Modules.All.Select(entry => entry.Module)],
            ReadEnvironment = false,
            PrepareAsync = async (builder, token) =>
            {
                builder.Configuration["Persistence:ConnectionString"] = "Host=127.0.0.1;Port=1;Username=nobody;Password=none";
                builder.Configuration["Edge:SigningKey"] = "a signing key for tests that is long enough";
                builder.Configuration["Standalone:DataFolder"] = Path.Combine(Path.GetTempPath(), "wechat-platform-architecture");
                await StandaloneSetup.PrepareAsync(builder, [], token);
                foreach (var (key, value) in settings)
                {
                    builder.Configuration[key] = value;
                }
            },
        }, ct);
}
