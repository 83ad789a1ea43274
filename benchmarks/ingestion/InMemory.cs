using System.Diagnostics;
using WeChatPlatform.Documents;
using WeChatPlatform.Search;

namespace WeChatPlatform.IngestionBenchmark;

/// <summary>The steps of ingestion one after the other, with nothing kept: what the whole road is held against.</summary>
internal static class InMemory
{
    private static readonly EntryScope Everybody = new(Guid.Empty, 1, null, [], []);

    internal sealed record Times(double Reading, double Indexing);

    public static async Task<Times> MeasureAsync(IReadOnlyList<(string Name, byte[] Content)> files, CancellationToken ct)
    {
        // What is compiled is so before the clock runs.
        await IndexAsync(await ReadAsync(files.Take(2), ct), ct);
        var started = Stopwatch.GetTimestamp();
        var entries = await ReadAsync(files, ct);
        var reading = Stopwatch.GetElapsedTime(started);
        started = Stopwatch.GetTimestamp();
        await IndexAsync(entries, ct);
        return new Times(reading.TotalSeconds, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private static async Task<List<IndexEntry>> ReadAsync(IEnumerable<(string Name, byte[] Content)> files, CancellationToken ct)
    {
        var entries = new List<IndexEntry>();
        foreach (var (name, content) in files)
        {
            var document = await DocumentReader.ReadAsync(content, name, ReadingLimits.Default, ct);
            var chunks = Chunker.Cut(Redaction.Apply(document, []).Document, new ChunkingSettings());
            var known = new DuplicateCandidates([.. chunks.Select(chunk => TextSketch.Of(chunk.Text))]);
            entries.AddRange(chunks.Where(chunk => known.Find(TextSketch.Of(chunk.Text).InBands()).Count > 0).Select(chunk =>
                new IndexEntry(Guid.CreateVersion7(DateTimeOffset.UnixEpoch), Guid.CreateVersion7(DateTimeOffset.UnixEpoch), EntryKind.Passage, chunk.SectionPath, chunk.Text, [], Everybody)));
        }

        return entries;
    }

    private static async Task IndexAsync(List<IndexEntry> entries, CancellationToken ct)
    {
        var statistics = new CorpusStatistics();
        statistics.Add(entries);
        var embedder = new BuiltInEmbedder(statistics.Snapshot());
        var vectors = await embedder.EmbedAsync([.. entries.Select(EntryText.ForEmbedding)], ct);
        var embedded = entries.Zip(vectors, (entry, vector) => entry with { Vector = vector }).ToList();
        using var keyword = new MemoryKeywordIndex();
        using var vector = new MemoryVectorIndex(embedder.Dimensions);
        await keyword.UpsertAsync(embedded, ct);
        await vector.UpsertAsync(embedded, ct);
    }
}
