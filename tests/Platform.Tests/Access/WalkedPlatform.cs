using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Edge;
using WeChatPlatform.Gateway.Host;
using WeChatPlatform.Hosting;
using WeChatPlatform.Platform.Tests.Architecture;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Platform.Tests.Access;

/// <summary>
/// Every host there is, in this process: one a service, the gateway before them, and all modules in one. Real connections, real
/// PostgreSQL.
/// </summary>
public sealed class WalkedPlatform : IAsyncLifetime
{
    public const string Gateway = "gateway";
    public const string Standalone = "standalone";

    private readonly Dictionary<string, TestHost> hosts = new(StringComparer.Ordinal);
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"wechat-walk-{Path.GetRandomFileName()}");
    private TestDatabases? databases;
    private TestDatabases? standaloneDatabases;

    /// <summary>The services behind the gateway.</summary>
    public static IReadOnlyList<string> Services { get; } =
        [.. Modules.All.Select(entry => entry.Module.Name).Where(name => name != Gateway)];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public TestHost Host(string name) => hosts[name];

    public async ValueTask InitializeAsync()
    {
        databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        standaloneDatabases = await TestServers.CreateDatabasePrefixAsync(Ct);
        foreach (var (_, _, module) in Modules.All.Where(entry => entry.Module.Name != Gateway))
        {
            await StartAsync(module.Name, new PlatformHostSetup { Modules = [module], ReadEnvironment = false }, databases);
        }

        await StartAsync(Gateway, GatewayHost.Setup([], readEnvironment: false), databases,
            [.. Services.Select(service => ($"Gateway:Services:{service}", hosts[service].Address.ToString()))]);
        await StartAsync(
            Standalone,
            new PlatformHostSetup
            {
                Name = Standalone, Modules = [.. Modules.All.Select(entry => entry.Module)], ReadEnvironment = false,
            },
            standaloneDatabases);
    }

    /// <summary>The operations that a host's document lists.</summary>
    internal Task<IReadOnlyList<ApiOperation>> OperationsAsync(string host) => DocumentAsync(hosts[host].Viewer, "/openapi/v1.json");

    /// <summary>The operations of a service as the gateway shows its document.</summary>
    internal Task<IReadOnlyList<ApiOperation>> OperationsAtGatewayAsync(string service) =>
        DocumentAsync(hosts[Gateway].Viewer, $"/openapi/{service}.json");

    internal IReadOnlyList<RouteEndpoint> EndpointsOf(string host) =>
        [.. hosts[host].Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts.Values.Reverse())
        {
            await host.DisposeAsync();
        }

        foreach (var room in new[] { databases, standaloneDatabases })
        {
            if (room is not null)
            {
                await room.DisposeAsync();
            }
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task StartAsync(
        string name, PlatformHostSetup setup, TestDatabases room, params IReadOnlyList<(string, string)> settings)
    {
        var host = await TestHost.StartAsync(
            setup,
            room,
            [
                ("Gateway:DataFolder", Path.Combine(folder, name)),
                ("Gateway:LoginsPerMinute", "1000"),
                ("Edge:StrangerRequestBurst", "100000"),
                .. settings,
            ]);
        hosts[name] = host;
        host.Services.GetRequiredService<RevokedAccess>().Add([WalkingCaller.RevokedKey]);
    }

    private static async Task<IReadOnlyList<ApiOperation>> DocumentAsync(HttpClient viewer, string path) =>
        ApiOperation.Of(await viewer.GetFromJsonAsync<JsonElement>(path, Ct));
}
