using System.Collections.Concurrent;

namespace WeChatPlatform.Search;

/// <summary>
/// Everything that a search in one process needs: both indexes, the statistics, the built-in embedder and the entries themselves.
/// Built whole, then kept up to date.
/// </summary>
/// <remarks>
/// The embedder's weights are those of the entries that this was built with; entries that come later are embedded with the same, so
/// that all vectors can be compared. Statistics for the reranker follow each change. One change at a time; searches any time.
/// </remarks>
public sealed class InProcessKnowledge : IDisposable
{
    private readonly ConcurrentDictionary<Guid, IndexEntry> entries = new();
    private readonly CorpusStatistics statistics;
    private readonly SemaphoreSlim changing = new(1);
    private readonly MemoryKeywordIndex keyword;
    private readonly MemoryVectorIndex vector;

    private InProcessKnowledge(CorpusStatistics statistics, IEmbedder embedder, MemoryKeywordIndex keyword)
    {
        this.statistics = statistics;
        this.keyword = keyword;
        Embedder = embedder;
        vector = new MemoryVectorIndex(embedder.Dimensions);
    }

    public IEmbedder Embedder { get; }

    public IKeywordIndex Keyword => keyword;

    public IVectorIndex Vector => vector;

    /// <summary>Entries that can be found.</summary>
    public int Count => entries.Count;

    /// <summary>Bytes of both indexes and the vectors; texts left out.</summary>
    public long ApproximateBytes => keyword.ApproximateBytes() + vector.ApproximateBytes() + ((long)entries.Count * Embedder.Dimensions * sizeof(float));

    /// <summary>Learns, embeds and indexes.</summary>
    /// <param name="given">Entries; vectors that they carry are made anew.</param>
    /// <param name="synonyms">The company's; absent: the general ones.</param>
    /// <param name="dimensions">Of the built-in embedder.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<InProcessKnowledge> BuildAsync(
        IReadOnlyList<IndexEntry> given, Synonyms? synonyms, int dimensions, CancellationToken ct)
    {
        var learned = new CorpusStatistics(synonyms);
        learned.Add(given);
        var knowledge = new InProcessKnowledge(learned, new BuiltInEmbedder(learned.Snapshot(), dimensions), new MemoryKeywordIndex(synonyms));
        await knowledge.IndexAsync(given, ct);
        return knowledge;
    }

    /// <summary>A search over it.</summary>
    public HybridSearch Search(TimeProvider time) => new(Sources, time);

    /// <summary>What a search works with; with another embedder or reranker by <c>with</c>.</summary>
    public HybridSources Sources => new(statistics, id => entries.GetValueOrDefault(id)) { Keyword = keyword, Vector = vector, Embedder = Embedder };

    public async Task UpsertAsync(IReadOnlyList<IndexEntry> given, CancellationToken ct)
    {
        await changing.WaitAsync(ct);
        try
        {
            foreach (var entry in given)
            {
                if (entries.TryGetValue(entry.EntryId, out var before))
                {
                    statistics.Remove(before);
                }

                statistics.Add(entry);
            }

            await IndexAsync(given, ct);
        }
        finally
        {
            changing.Release();
        }
    }

    public async Task DeleteAsync(IReadOnlyList<Guid> entryIds, CancellationToken ct)
    {
        await changing.WaitAsync(ct);
        try
        {
            foreach (var id in entryIds)
            {
                if (entries.TryRemove(id, out var before))
                {
                    statistics.Remove(before);
                }
            }

            await keyword.DeleteAsync(entryIds, ct);
            await vector.DeleteAsync(entryIds, ct);
        }
        finally
        {
            changing.Release();
        }
    }

    public void Dispose()
    {
        changing.Dispose();
        keyword.Dispose();
        vector.Dispose();
    }

    private async Task IndexAsync(IReadOnlyList<IndexEntry> given, CancellationToken ct)
    {
        var vectors = await Embedder.EmbedAsync([.. given.Select(EntryText.ForEmbedding)], ct);
        var embedded = given.Zip(vectors, (entry, one) => entry with { Vector = one }).ToList();
        foreach (var entry in embedded)
        {
            entries[entry.EntryId] = entry;
        }

        await keyword.UpsertAsync(embedded, ct);
        await vector.UpsertAsync(embedded, ct);
    }
}
