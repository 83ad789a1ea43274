using System.Collections.Concurrent;
using WeChatPlatform.Search;

namespace WeChatPlatform.Rag;

/// <summary>
/// Both indexes, what they learned from the entries, and the entries themselves. Built whole and then kept up to date; one change at
/// a time, searches any time.
/// </summary>
internal sealed class KnowledgeIndexes : IDisposable
{
    // Entries that are embedded and written together.
    private const int Batch = 256;

    private readonly ConcurrentDictionary<Guid, LiveEntry> entries = new();
    private readonly CorpusStatistics statistics;
    private readonly SearchParts parts;
    private readonly MemoryKeywordIndex? ownKeyword;
    private MemoryVectorIndex? ownVector;
    private IEmbedder embedder = null!;
    private int learnedFrom;

    private KnowledgeIndexes(SearchParts parts)
    {
        this.parts = parts;
        statistics = new CorpusStatistics(parts.Synonyms);
        ownKeyword = parts.Keyword is null ? new MemoryKeywordIndex(parts.Synonyms) : null;
    }

    public int Count => entries.Count;

    public HybridSearch Search { get; private set; } = null!;

    public IKeywordIndex Keyword => parts.Keyword ?? ownKeyword!;

    public IVectorIndex Vector => parts.Vector ?? ownVector!;

    /// <summary>Some entries have no vector, because the model did not answer: only their words are found.</summary>
    public bool LacksVectors { get; private set; }

    /// <summary>Bytes of the indexes that are in this process, texts left out.</summary>
    public long ApproximateBytes =>
        (ownKeyword?.ApproximateBytes() ?? 0) + (ownVector?.ApproximateBytes() ?? 0) + ((long)entries.Count * embedder.Dimensions * sizeof(float));

    public LiveEntry? Find(Guid entryId) => entries.GetValueOrDefault(entryId);

    /// <summary>Whether so much came since that what was learned at first no longer fits.</summary>
    public bool IsOutgrownBy(int more) => parts.Embedder is null && entries.Count + more > 2 * Math.Max(learnedFrom, 1);

    /// <summary>Learns from the entries, embeds them and writes them to the indexes of this process.</summary>
    public static async Task<KnowledgeIndexes> BuildAsync(IReadOnlyList<LiveEntry> given, SearchParts parts, TimeProvider time, CancellationToken ct)
    {
        var built = new KnowledgeIndexes(parts);
        try
        {
            foreach (var entry in given)
            {
                built.statistics.Add(entry.Entry);
            }

            built.learnedFrom = given.Count;
            built.embedder = parts.Embedder ?? new BuiltInEmbedder(built.statistics.Snapshot());
            built.ownVector = parts.Vector is null ? new MemoryVectorIndex(built.embedder.Dimensions) : null;
            built.Search = new HybridSearch(
                new HybridSources(built.statistics, id => built.entries.GetValueOrDefault(id)?.Entry)
                {
                    Keyword = built.Keyword, Vector = built.Vector, Embedder = built.embedder, Reranker = parts.Reranker,
                },
                time);
            foreach (var batch in given.Chunk(Batch))
            {
                await built.PutAsync(await built.EmbedOrLackAsync(batch, ct), isShared: false, ct);
            }

            return built;
        }
        catch
        {
            built.Dispose();
            throw;
        }
    }

    /// <summary>What a question finds in a release: the one way to search, whichever entries these are.</summary>
    public async Task<Found> FindAsync(Asked asked, long release, DateOnly today, TimeSpan budget, CancellationToken ct)
    {
        var query = new HybridQuery(asked.Question, new SearchFilter(release, today, asked.Collections, asked.Product, asked.Audience))
        {
            Top = asked.Limit, Budget = budget, Explain = asked.Explain,
        };
        var result = await Search.SearchAsync(query, ct);
        return new Found(
            release,
            [.. result.Evidence.Select(hit => Find(hit.Entry.EntryId)?.Found(hit.Confidence)).OfType<FoundPiece>()],
            result.Degraded,
            result.Explanation is { } explanation ? SearchStory.Of(explanation, Find) : null);
    }

    /// <param name="given">Entries, new or with other releases than before.</param>
    /// <param name="isShared">Indexes that all replicas share are written too.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="SearchUnavailableException">A model or a shared index did not answer.</exception>
    public async Task UpsertAsync(IReadOnlyList<LiveEntry> given, bool isShared, CancellationToken ct)
    {
        foreach (var batch in given.Chunk(Batch))
        {
            var embedded = isShared ? await EmbedAsync(batch, ct) : await EmbedOrLackAsync(batch, ct);
            foreach (var entry in embedded)
            {
                if (entries.TryGetValue(entry.Entry.EntryId, out var before))
                {
                    statistics.Remove(before.Entry);
                }

                statistics.Add(entry.Entry);
            }

            await PutAsync(embedded, isShared, ct);
        }
    }

    /// <inheritdoc cref="UpsertAsync"/>
    public async Task DeleteAsync(IReadOnlyList<Guid> ids, bool isShared, CancellationToken ct)
    {
        foreach (var id in ids)
        {
            if (entries.TryRemove(id, out var before))
            {
                statistics.Remove(before.Entry);
            }
        }

        await (ownKeyword?.DeleteAsync(ids, ct) ?? Task.CompletedTask);
        await (ownVector?.DeleteAsync(ids, ct) ?? Task.CompletedTask);
        if (isShared)
        {
            await (parts.Keyword?.DeleteAsync(ids, ct) ?? Task.CompletedTask);
            await (parts.Vector?.DeleteAsync(ids, ct) ?? Task.CompletedTask);
        }
    }

    /// <summary>Writes everything to a shared index that holds less than it should.</summary>
    public async Task FillSharedAsync(CancellationToken ct)
    {
        var all = entries.Values.Select(entry => entry.Entry).ToList();
        if (parts.Keyword is { } keyword && await keyword.CountAsync(ct) < all.Count)
        {
            await InBatchesAsync(all, keyword.UpsertAsync, ct);
        }

        if (parts.Vector is { } vector && await vector.CountAsync(ct) < all.Count)
        {
            await InBatchesAsync(all, vector.UpsertAsync, ct);
        }
    }

    public void Dispose()
    {
        ownKeyword?.Dispose();
        ownVector?.Dispose();
    }

    private static async Task InBatchesAsync(
        List<IndexEntry> all, Func<IReadOnlyList<IndexEntry>, CancellationToken, Task> write, CancellationToken ct)
    {
        foreach (var batch in all.Chunk(Batch))
        {
            await write(batch, ct);
        }
    }

    private async Task PutAsync(LiveEntry[] given, bool isShared, CancellationToken ct)
    {
        // The entries before the indexes: what an index finds is there to be shown.
        foreach (var entry in given)
        {
            entries[entry.Entry.EntryId] = entry;
        }

        var written = Array.ConvertAll(given, entry => entry.Entry);
        await (ownKeyword?.UpsertAsync(written, ct) ?? Task.CompletedTask);
        await (ownVector?.UpsertAsync(written, ct) ?? Task.CompletedTask);
        if (isShared)
        {
            await (parts.Keyword?.UpsertAsync(written, ct) ?? Task.CompletedTask);
            await (parts.Vector?.UpsertAsync(written, ct) ?? Task.CompletedTask);
        }
    }

    private async Task<LiveEntry[]> EmbedOrLackAsync(LiveEntry[] batch, CancellationToken ct)
    {
        try
        {
            return await EmbedAsync(batch, ct);
        }
        catch (SearchUnavailableException)
        {
            // Half a search is better than none: the words are found, and the next refresh asks the model again.
            LacksVectors = true;
            return batch;
        }
    }

    // What only changed its releases keeps its vector.
    private async Task<LiveEntry[]> EmbedAsync(LiveEntry[] batch, CancellationToken ct)
    {
        var known = Array.ConvertAll(batch, entry =>
            entries.TryGetValue(entry.Entry.EntryId, out var before) && before.Entry.ChunkId == entry.Entry.ChunkId ? before.Entry.Vector : null);
        var missing = batch.Where((_, at) => known[at] is null).ToList();
        var vectors = missing.Count == 0 ? [] : await embedder.EmbedAsync([.. missing.Select(entry => EntryText.ForEmbedding(entry.Entry))], ct);
        var next = 0;
        return [.. batch.Select((entry, at) => entry with { Entry = entry.Entry with { Vector = known[at] ?? vectors[next++] } })];
    }
}
