using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Search;

namespace WeChatPlatform.Rag;

/// <summary>
/// Brings the model for vectors into use. A start, and a change of the model, begins with the built-in embedder; everything is embedded
/// beside it, and at the end, in one step, the search goes on with the model. What was embedded before costs nothing.
/// </summary>
internal sealed class ModelMove(LiveIndex index, SearchParts parts, PublishLock publishing, TimeProvider time, ILogger<ModelMove> logger)
    : BackgroundService
{
    private const int Batch = 128;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (parts.Embedder is { } model && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await MoveAsync(model, stoppingToken))
                {
                    return;
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // The model or the database is away: the built-in embedder goes on, and the next try embeds what is still missing.
                logger.ModelMoveFailed(failure, model.Name);
            }

            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private async Task<bool> MoveAsync(IEmbedder model, CancellationToken ct)
    {
        foreach (var batch in (await index.EntriesAsync(ct)).Chunk(Batch))
        {
            await model.EmbedAsync([.. batch.Select(EntryText.ForEmbedding)], ct);
        }

        // What was published meanwhile is embedded now, while nothing else is.
        await using var alone = await publishing.TakeAsync(Patience, ct);
        if (alone is null)
        {
            return false;
        }

        var entries = await index.UseModelAsync(ct);
        logger.ModelInUse(model.Name, entries);
        return true;
    }
}
