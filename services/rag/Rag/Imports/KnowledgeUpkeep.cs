using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Rag;

/// <summary>
/// Loads the folder and builds the index before the bus starts, so that the first question finds what is known; then
/// looks now and then for a release whose broadcast did not arrive here, and for files that changed.
/// </summary>
internal sealed class KnowledgeUpkeep(
    KnowledgeFolder folder, LiveIndex index, IOptions<RagOptions> options, TimeProvider time, ILogger<KnowledgeUpkeep> logger)
    : BackgroundService, IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken ct)
    {
        await folder.LoadAsync(ct);
        await index.RefreshAsync(ct);
    }

    public Task StartedAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken ct) => Task.CompletedTask;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(FollowReleasesAsync(stoppingToken), FollowFolderAsync(stoppingToken));

    private async Task FollowReleasesAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.RefreshSeconds), time);
        while (await timer.WaitForNextTickAsync(ct))
        {
            try
            {
                await index.RefreshAsync(ct);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // The database is away for a while: what is in memory still answers, the next tick tries again.
                logger.KnowledgeRefreshFailed(failure, index.Release);
            }
        }
    }

    private async Task FollowFolderAsync(CancellationToken ct)
    {
        if (options.Value.FolderScanSeconds == 0 || options.Value.KnowledgeFolder.Length == 0)
        {
            return;
        }

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.FolderScanSeconds), time);
        while (await timer.WaitForNextTickAsync(ct))
        {
            try
            {
                await folder.LoadAsync(ct);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // A file that is being written, a folder or a database that is away: the next tick tries again.
                logger.KnowledgeFolderFailed(failure);
            }
        }
    }
}
