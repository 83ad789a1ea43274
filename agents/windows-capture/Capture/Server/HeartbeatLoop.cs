using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Capture.Server;

/// <summary>
/// Tells the server how the agent is, and at once when it drives another client. A heartbeat that fails is not repeated: the
/// next one is newer.
/// </summary>
internal sealed class HeartbeatLoop(
    ServerSession session,
    StatusReport status,
    AgentHealth health,
    IOptions<AgentOptions> options,
    TimeProvider time,
    ILogger<HeartbeatLoop> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.Link.HeartbeatSeconds), time);
        try
        {
            var tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            var changed = health.ClientChanged.WaitAsync(stoppingToken);
            while (true)
            {
                await BeatAsync(stoppingToken);
                var first = await Task.WhenAny(tick, changed);
                await first;
                if (first == tick)
                {
                    tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
                }
                else
                {
                    logger.ClientBecame(health.Client.Version, health.Client.Profile);
                    changed = health.ClientChanged.WaitAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task BeatAsync(CancellationToken ct)
    {
        try
        {
            var beat = new ServerWire.Heartbeat(options.Value.AgentId, status.Now(), time.GetUtcNow());
            using var answer = await session.PostAsync(
                "api/v1/heartbeat", beat, ServerWireJson.Default.Heartbeat, traceparent: null, ct);
            if (!answer.IsSuccessStatusCode)
            {
                logger.HeartbeatFailed($"status_{(int)answer.StatusCode}");
            }
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            // Whatever it was: the next one may come through, and an agent that ends over its heartbeat answers nobody.
            logger.HeartbeatFailed(failure is ServerAwayException away ? away.Reason : failure.GetType().Name);
        }
    }
}
