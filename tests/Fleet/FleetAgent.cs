using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Capture;
using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Fleet.Tests;

/// <summary>One agent as its process runs it, journal, socket and heartbeat included, with a window of its own.</summary>
internal sealed class FleetAgent : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly HeartbeatCount _count;

    private FleetAgent(string id, IHost host, FleetWindow window, HeartbeatCount count)
    {
        (Id, Window) = (id, window);
        (_host, _count) = (host, count);
    }

    /// <summary>What the agent's parts are.</summary>
    public IServiceProvider Services => _host.Services;

    public string Id { get; }

    public FleetWindow Window { get; }

    /// <summary>Heartbeats that the server answered with 200.</summary>
    public int Answered => _count.Answered;

    /// <summary>Heartbeats that got another answer, or none.</summary>
    public int Failed => _count.Failed;

    /// <remarks>Without a <paramref name="desktop"/>, the address of a simulated one, it gets a window in memory.</remarks>
    public static async Task<FleetAgent> StartAsync(
        string id, string key, Uri server, string folder, int heartbeatSeconds, CancellationToken ct, Uri? desktop = null)
    {
        var window = new FleetWindow();
        var count = new HeartbeatCount();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Agent:ServerUrl"] = server.ToString(),
            ["Agent:AgentId"] = id,
            ["Agent:ApiKey"] = key,
            ["Agent:DataFolder"] = Path.Combine(folder, id),
            ["Agent:Account:Nickname"] = "客服小微",
            ["Agent:Account:LockFolder"] = Path.Combine(folder, "locks"),
            ["Agent:Scope:Include:0"] = "*",
            ["Agent:Pace:Limited"] = "false",
            ["Agent:Desktop:Url"] = desktop?.ToString() ?? "http://127.0.0.1:1",
            ["Agent:Poll:ActiveMilliseconds"] = "500",
            ["Agent:Poll:IdleMilliseconds"] = "1000",
            ["Agent:Link:HeartbeatSeconds"] = heartbeatSeconds.ToString(CultureInfo.InvariantCulture),

            // A request into a network that was cut is given up after this; then the next one goes.
            ["Agent:Link:TimeoutSeconds"] = Math.Clamp(heartbeatSeconds, 3, 15).ToString(CultureInfo.InvariantCulture),
        });
        builder.Logging.ClearProviders();
        if (desktop is null)
        {
            builder.Services.AddSingleton<IWeChatDesktop>(window);
        }

        builder.Services.AddCapture();
        builder.Services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler(() => new CountingHandler(count)));
        var host = builder.Build();
        await host.StartAsync(ct);
        return new FleetAgent(id, host, window, count);
    }

    public async ValueTask DisposeAsync()
    {
        // Not in good order where its network was cut: nobody would answer.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        await _host.StopAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _host.Dispose();
    }

    private sealed class HeartbeatCount
    {
        public int Answered;
        public int Failed;
    }

    private sealed class CountingHandler(HeartbeatCount count) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri?.AbsolutePath != "/api/v1/heartbeat")
            {
                return await base.SendAsync(request, cancellationToken);
            }

            try
            {
                var answer = await base.SendAsync(request, cancellationToken);
                Interlocked.Increment(ref answer.IsSuccessStatusCode ? ref count.Answered : ref count.Failed);
                return answer;
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                Interlocked.Increment(ref count.Failed);
                throw;
            }
        }
    }
}
