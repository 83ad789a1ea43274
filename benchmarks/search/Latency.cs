using System.Diagnostics;
using System.Globalization;
using System.Text;
using WeChatPlatform.Search;

namespace WeChatPlatform.SearchBenchmark;

/// <summary>Every part of a search in one process, and the whole of it, beside a scan of floats.</summary>
internal static class Latency
{
    private const int ChunkCharacters = 450;
    private const int Limit = 10;
    private const int Candidates = 50;
    private const int Ingested = 1000;
    private const int Warm = 50;

    private static readonly SearchFilter Everything = new(1, new DateOnly(2026, 1, 1), []);

    public static async Task<string> MeasureAsync(int count, int dimensions, int questions)
    {
        var ct = CancellationToken.None;
        var corpus = new Corpus();
        var given = corpus.Entries(count, ChunkCharacters);
        var report = new StringBuilder();
        report.Append(
            CultureInfo.InvariantCulture,
            $"{count} chunks of {ChunkCharacters} characters, {dimensions} dimensions, {Environment.ProcessorCount} cores, {questions} questions, one after the other.\n\n");

        var learning = Stopwatch.StartNew();
        var statistics = new CorpusStatistics();
        statistics.Add(given);
        learning.Stop();
        var embedder = new BuiltInEmbedder(statistics.Snapshot(), dimensions);
        var embedding = Stopwatch.StartNew();
        var vectors = await embedder.EmbedAsync([.. given.Select(EntryText.ForEmbedding)], ct);
        embedding.Stop();
        var entries = given.Zip(vectors, (entry, vector) => entry with { Vector = vector }).ToList();

        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var keyword = new MemoryKeywordIndex();
        using var vector = new MemoryVectorIndex(dimensions);
        var (loading, words) = (Stopwatch.StartNew(), TimeSpan.Zero);
        await keyword.UpsertAsync(entries, ct);
        words = loading.Elapsed;
        await vector.UpsertAsync(entries, ct);
        loading.Stop();
        var memory = GC.GetTotalMemory(forceFullCollection: true) - before;

        var contents = entries.ToDictionary(entry => entry.EntryId);
        var asked = Enumerable.Range(0, questions + Warm).Select(at => corpus.Question(entries[at * 7919 % count])).ToList();
        var known = new KnownVectors(asked, embedder);
        var search = new HybridSearch(
            new HybridSources(statistics, contents.GetValueOrDefault) { Keyword = keyword, Vector = vector, Embedder = known }, TimeProvider.System);
        var floor = new FloatScan(entries, dimensions);
        var (byWords, byVector, byFloats, hybrid, embedded) = (new Figures(), new Figures(), new Figures(), new Figures(), new Figures());
        var (found, exact) = (0, 0);
        for (var at = 0; at < asked.Count; at++)
        {
            var question = asked[at];
            var isCounted = at >= Warm;
            Figures On(Figures figures) => isCounted ? figures : new Figures();
            await On(embedded).OfAsync(() => Task.FromResult(embedder.Embed(question)));
            await On(byWords).OfAsync(() => keyword.SearchAsync(question, Everything, Candidates, ct));
            var nearest = await On(byVector).OfAsync(() => vector.SearchAsync(known[question], Everything, Limit, ct));
            var truth = await On(byFloats).OfAsync(() => Task.FromResult(floor.Search(known[question], Limit)));
            await On(hybrid).OfAsync(() => search.SearchAsync(new HybridQuery(question, Everything), ct));
            var right = truth.ConvertAll(number => entries[number].EntryId).ToHashSet();
            found += nearest.Count(hit => right.Contains(hit.EntryId));
            exact += right.Count;
        }

        report.Append("| part | p50 ms | p95 ms | p99 ms | p95 against the float scan |\n|---|---|---|---|---|\n");
        Row(report, $"words (BM25, best {Candidates})", byWords, byFloats);
        Row(report, $"vectors (best {Limit}, bytes first)", byVector, byFloats);
        Row(report, $"float scan (best {Limit}; to compare with)", byFloats, byFloats);
        Row(report, "hybrid, whole, without the embedding", hybrid, byFloats);
        Row(report, "the built-in embedding of a question", embedded, byFloats);
        report.Append(CultureInfo.InvariantCulture, $"\nRecall@{Limit} of the vector side against the float scan: {(double)found / exact:0.0000}.\n\n");
        report.Append("| loading | s |\n|---|---|\n");
        report.Append(CultureInfo.InvariantCulture, $"| both indexes, from entries with vectors | {loading.Elapsed.TotalSeconds:0.0} (words {words.TotalSeconds:0.0}) |\n");
        report.Append(CultureInfo.InvariantCulture, $"| statistics of the corpus | {learning.Elapsed.TotalSeconds:0.0} |\n");
        report.Append(CultureInfo.InvariantCulture, $"| embedding all chunks by the built-in embedder | {embedding.Elapsed.TotalSeconds:0.0} |\n");
        report.Append(CultureInfo.InvariantCulture, $"| {Ingested} more chunks: counted, embedded, indexed | {await IngestAsync(corpus, statistics, embedder, keyword, vector):0.00} |\n\n");
        report.Append(
            CultureInfo.InvariantCulture,
            $"Memory: {memory / 1e6:0} MB for both indexes, of which they say words {keyword.ApproximateBytes() / 1e6:0} MB and vectors {vector.ApproximateBytes() / 1e6:0} MB; beside them {count * (long)dimensions * sizeof(float) / 1e6:0} MB for the vectors and the texts themselves.\n");
        return report.ToString();
    }

    private static void Row(StringBuilder report, string name, Figures figures, Figures floor) => report.Append(
        CultureInfo.InvariantCulture, $"| {name} | {figures.Cells} | {figures.At(0.95) / floor.At(0.95):0.00} |\n");

    private static async Task<double> IngestAsync(
        Corpus corpus, CorpusStatistics statistics, BuiltInEmbedder embedder, MemoryKeywordIndex keyword, MemoryVectorIndex vector)
    {
        var more = corpus.Entries(Ingested, ChunkCharacters);
        var started = Stopwatch.GetTimestamp();
        statistics.Add(more);
        var vectors = await embedder.EmbedAsync([.. more.Select(EntryText.ForEmbedding)], CancellationToken.None);
        var embedded = more.Zip(vectors, (entry, one) => entry with { Vector = one }).ToList();
        await keyword.UpsertAsync(embedded, CancellationToken.None);
        await vector.UpsertAsync(embedded, CancellationToken.None);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Vectors made before the clock runs: the embedding call is measured for itself.</summary>
    private sealed class KnownVectors(IEnumerable<string> questions, BuiltInEmbedder embedder) : IEmbedder
    {
        private readonly Dictionary<string, float[]> known = questions.Distinct(StringComparer.Ordinal).ToDictionary(one => one, embedder.Embed, StringComparer.Ordinal);

        public string Name => embedder.Name;

        public int Dimensions => embedder.Dimensions;

        public float[] this[string question] => known[question];

        public Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<float[]>>([.. texts.Select(text => known[text])]);
    }
}
