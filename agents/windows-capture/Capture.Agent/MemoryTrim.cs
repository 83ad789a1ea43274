using Microsoft.Extensions.Hosting;

namespace WeChatPlatform.Capture.Agent;

/// <summary>
/// Gives memory back that the agent does not need. By itself the runtime lets garbage grow to the size of the processor's
/// cache, tens of megabytes, before it looks; what lives is a few. A look through those few takes milliseconds.
/// What only the start needed goes once the agent has settled, and what an hour needed once, each hour.
/// </summary>
internal sealed class MemoryTrim(TimeProvider time) : BackgroundService
{
    private const int Settled = 2;
    private const int AnHour = 240;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, time);
        try
        {
            for (var tick = 1; await timer.WaitForNextTickAsync(stoppingToken); tick++)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                if (tick % AnHour == Settled)
                {
                    WorkingSet.GiveBack();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The agent ends.
        }
    }
}
