using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Sending;

namespace WeChatPlatform.Capture.Server;

/// <summary>Tells the server how the agent is. A heartbeat that fails is not repeated: the next one is newer.</summary>
internal sealed class HeartbeatLoop(
    ServerSession session,
    AgentJournal journal,
    AgentHealth health,
    Lease lease,
    IOptions<AgentOptions> options,
    TimeProvider time,
    ILogger<HeartbeatLoop> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.Link.HeartbeatSeconds), time);
        do
        {
            try
            {
                using var answer = await session.PostAsync(
                    "api/v1/heartbeat", Now(), ServerWireJson.Default.Heartbeat, traceparent: null, stoppingToken);
                if (!answer.IsSuccessStatusCode)
                {
                    logger.HeartbeatFailed($"status_{(int)answer.StatusCode}");
                }
            }
            catch (ServerAwayException away)
            {
                logger.HeartbeatFailed(away.Reason);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
        while (await NextTickAsync(timer, stoppingToken));
    }

    private ServerWire.Heartbeat Now()
    {
        var state = journal.State;
        return new ServerWire.Heartbeat(
            options.Value.AgentId,
            new ServerWire.Status(
                health.DesktopState,
                state.Queue.Count,
                state.SetAside.Count,
                state.Gaps,
                LedgerSteps.Open(state).Count,
                health.MessagesCaptured,
                health.PartsVerified,
                health.PartsNotSent,
                health.PartsUnknown,
                lease.Number,
                journal.SetAsideFiles,
                health.HeldReason,
                state.OpenGaps.Count,
                health.ExcludedChats),
            time.GetUtcNow());
    }

    private static async Task<bool> NextTickAsync(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
