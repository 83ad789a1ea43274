using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai.Prompts;

/// <summary>Reads what is published before the bus starts, so that no answer is worded by an older prompt; then looks now and then for a
/// change whose broadcast did not arrive here.</summary>
internal sealed class PromptUpkeep(
    PublishedPrompts published, IOptions<PromptOptions> options, TimeProvider time, ILogger<PromptUpkeep> logger)
    : BackgroundService, IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken ct) => published.RefreshAsync(ct);

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
                await published.RefreshAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // The database is away for a while: what is in memory still holds, the next tick tries again.
                logger.PromptRefreshFailed(failure, published.Count);
            }
        }
    }
}
