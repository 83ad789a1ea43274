using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Gateway;
using WeChatPlatform.Hosting;
using WeChatPlatform.Message;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Fleet.Tests;

/// <summary>What agents need of a platform, gateway and message, in this process; its clock can be put forward.</summary>
internal sealed class FleetServer : IAsyncDisposable
{
    private readonly ShiftedClock _clock = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("fleet-server-").FullName;
    private TestDatabases? _databases;
    private TestHost? _host;

    public Uri Address => _host!.Address;

    public TestHost Host => _host!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<FleetServer> StartAsync(params IReadOnlyList<(string Key, string Value)> settings)
    {
        var server = new FleetServer();
        try
        {
            server._databases = await TestServers.CreateDatabasePrefixAsync(Ct);
            server._host = await TestHost.StartAsync(
                new PlatformHostSetup
                {
                    Name = "fleet",
                    Modules = [new GatewayModule(), new MessageModule()],
                    ReadEnvironment = false,
                    AddServices = builder => builder.Services.AddSingleton<TimeProvider>(server._clock),
                },
                server._databases,
                [
                    ("Gateway:DataFolder", server._folder), ("Gateway:LoginsPerMinute", "1000"), ("Edge:StrangerRequestBurst", "100000"),
                    ("Edge:RequestBurst", "10000"), ("Message:MetricsSeconds", "0.2"), ("Message:MergeWindowMilliseconds", "0"),
                    ("Messaging:SweepSeconds", "0.2"), .. settings,
                ]);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public void Shift(TimeSpan by) => _clock.Shift(by);

    public async Task<string> NewKeyAsync(string agentId)
    {
        using var answer = await Host.Admin.PostAsJsonAsync("/api/v1/agents/keys", new { agent_id = agentId, desktop = "simulated" }, Ct);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("api_key").GetString()!;
    }

    public async Task<JsonElement> StatusAsync(CancellationToken ct) =>
        await Host.Viewer.GetFromJsonAsync<JsonElement>("/api/v1/agents/status", ct);

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        if (_databases is not null)
        {
            await _databases.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The machine's clock, and as far ahead of it as it was shifted; timers run as ever.</summary>
    private sealed class ShiftedClock : TimeProvider
    {
        private long _ahead;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));

        public void Shift(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);
    }
}
