using Microsoft.Extensions.Hosting;

namespace WeChatPlatform.Capture.Agent;

/// <summary>
/// Gives memory back that the agent does not need. By itself the runtime lets garbage grow to the size of the processor's
/// cache, tens of megabytes, before it looks; what lives is a few. A look through those few takes milliseconds.
/// </summary>
internal sealed class MemoryTrim(TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }
        }
        catch (OperationCanceledException)
        {
            // The agent ends.
        }
    }
}
