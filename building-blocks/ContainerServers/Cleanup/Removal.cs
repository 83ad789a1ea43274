using Microsoft.Extensions.Logging;
using WeChatPlatform.ContainerServers.Docker;

namespace WeChatPlatform.ContainerServers.Cleanup;

/// <summary>Takes containers away by their labels.</summary>
internal sealed class Removal(DockerEngine engine, TimeProvider time)
{
    private const int MostPasses = 50;
    private static readonly TimeSpan BetweenPasses = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns when no container of the run is left.</summary>
    public async Task RunAsync(string run, CancellationToken ct)
    {
        for (var pass = 1; await engine.ListAsync($"{RunLabels.Run}={run}", ct) is { Count: > 0 } left; pass++)
        {
            if (pass > MostPasses)
            {
                throw new InvalidOperationException($"{left.Count} containers of run {run} could not be removed.");
            }

            await Task.WhenAll(left.Select(container => engine.RemoveAsync(container.Id, ct)));

            // Another hand may be removing one of them at this moment; it stays listed until that is done.
            await Task.Delay(BetweenPasses, time, ct);
        }
    }

    /// <summary>Removes what runs left behind whose process and whose watcher were killed together.</summary>
    public async Task LeftBehindAsync(ILogger logger, CancellationToken ct)
    {
        foreach (var container in await engine.ListAsync(RunLabels.Run, ct))
        {
            if (container.Labels.TryGetValue(RunLabels.Owner, out var label) && RunOwner.Parse(label) is { IsGone: true })
            {
                await engine.RemoveAsync(container.Id, ct);
                logger.OrphanRemoved(container.Id);
            }
        }
    }
}
