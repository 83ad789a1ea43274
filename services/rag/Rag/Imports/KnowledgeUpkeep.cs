using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Rag;

/// <summary>
/// Loads the folder and builds the index before the bus starts, so that the first question finds what is known; then
/// looks now and then for a release whose broadcast did not arrive here.
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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.RefreshSeconds), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await index.RefreshAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // The database is away for a while: what is in memory still answers, the next tick tries again.
                logger.KnowledgeRefreshFailed(failure, index.Release);
            }
        }
    }
}
