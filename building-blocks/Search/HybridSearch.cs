namespace WeChatPlatform.Search;

/// <summary>
/// The one way to search: live answers, the hit test and the benchmarks go through it. Words and meaning are looked up beside each
/// other, fused, reranked and judged. A part that fails or is slow is left out, and the result says so.
/// </summary>
/// <remarks>Thread-safe. Nothing is kept between searches but what the reranker cut of entries.</remarks>
public sealed class HybridSearch
{
    private const int MostCandidates = 1000;
    private const double KeywordWeight = 1;
    private const double VectorWeight = 0.5;

    // What of the budget the sides may use: a reranking model needs the rest, the built-in one hardly any.
    private const double ShareBeforeModel = 0.6;
    private const double ShareBeforeBuiltIn = 0.95;

    // A model gets at least this, even when the sides used everything up.
    private static readonly TimeSpan LeastForModel = TimeSpan.FromMilliseconds(20);

    private readonly HybridSources sources;
    private readonly TimeProvider time;
    private readonly LexicalReranker builtIn;

    /// <exception cref="ArgumentException">There is no side, or a vector index without an embedder.</exception>
    public HybridSearch(HybridSources sources, TimeProvider time)
    {
        var isComplete = sources is not { Keyword: null, Vector: null } and not { Vector: not null, Embedder: null };
        this.sources = isComplete
            ? sources
            : throw new ArgumentException("A search needs a side, and a vector index the embedder that made its vectors.", nameof(sources));
        this.time = time;
        builtIn = new LexicalReranker(sources.Statistics) { TrustsVectors = sources.Embedder is not (null or BuiltInEmbedder) };
    }

    /// <summary>What the knowledge says to a question.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled; a slow part never is a reason.</exception>
    public async Task<HybridResult> SearchAsync(HybridQuery query, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var notes = new Notes();
        using var late = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            // The vector side on another thread, the keyword side on this one: in memory both only calculate.
            var vector = sources.Vector is null ? null : SearchSide.Start("vector", time, () => Task.Run(() => VectorAsync(query, late.Token), late.Token));
            var keyword = sources.Keyword is null
                ? null
                : SearchSide.Start("keyword", time, () => sources.Keyword.SearchAsync(query.Question, query.Filter, Candidates(query), late.Token));
            await WaitAsync([.. new[] { keyword, vector }.OfType<SearchSide>()], query, notes, ct);
            var (words, meaning) = (Taken(keyword, notes), Taken(vector, notes));
            var fused = Fusion.Of(words?.Hits ?? [], meaning?.Hits ?? [], KeywordWeight, VectorWeight);
            var candidates = Candidates(fused, query);
            var reranking = time.GetTimestamp();
            var scored = await RerankAsync(query, candidates, started, notes, ct);
            var judged = Judgement.Of(query.Question, scored.Candidates, scored.Trust, builtIn.KnownWordings(query.Question));
            var times = new SearchTimes(words?.Milliseconds, meaning?.Milliseconds, Since(reranking), Since(started));
            return new HybridResult(
                [.. judged.Take(Math.Max(query.Top, 1)).Select(Evidence)],
                notes.Degraded,
                notes.Faults,
                query.Explain ? Explain(query, words, meaning, fused, scored, judged, times) : null)
            {
                IsBlind = words is null && meaning is null,
            };
        }
        finally
        {
            // Nobody waits any more for what is still under way.
            await late.CancelAsync();
        }
    }

    private async Task<IReadOnlyList<SearchHit>> VectorAsync(HybridQuery query, CancellationToken ct)
    {
        var vectors = await sources.Embedder!.EmbedAsync([query.Question], ct);
        var hits = await sources.Vector!.SearchAsync(vectors[0], query.Filter, Candidates(query), ct);
        return [.. hits.Where(hit => hit.Score > 0)];
    }

    private async Task WaitAsync(IReadOnlyList<SearchSide> sides, HybridQuery query, Notes notes, CancellationToken ct)
    {
        var share = sources.Reranker is null ? ShareBeforeBuiltIn : ShareBeforeModel;
        if (await WaitAsync(sides, needed: sides.Count, query.Budget * share, ct) || sides.Any(side => side.HasHits))
        {
            return;
        }

        notes.Degraded.Add(Degradations.OverBudget);
        await WaitAsync(sides, needed: 1, query.Patience, ct);
    }

    // Until so many sides have answered, all have ended, or the time is over. True when all ended.
    private async Task<bool> WaitAsync(IReadOnlyList<SearchSide> sides, int needed, TimeSpan limit, CancellationToken ct)
    {
        if (sides.All(side => side.Ended is not null))
        {
            return true;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var over = Task.Delay(limit, time, stop.Token);
        while (!over.IsCompleted && sides.Count(side => side.HasHits) < needed && sides.Where(side => side.Ended is null).ToList() is { Count: > 0 } open)
        {
            await Task.WhenAny(open.Select(side => side.Running).Append(over));
        }

        await stop.CancelAsync();
        ct.ThrowIfCancellationRequested();
        return sides.All(side => side.Ended is not null);
    }

    private static SearchSide.Outcome? Taken(SearchSide? side, Notes notes)
    {
        if (side is not null && side.Ended is null)
        {
            notes.Degraded.Add($"{side.Name}_slow");
        }
        else if (side?.Ended?.Failure is { } failure)
        {
            notes.Degraded.Add($"{side.Name}_unavailable");
            notes.Faults.Add($"{side.Name}: {failure.Message}");
        }

        return side is { HasHits: true } ? side.Ended : null;
    }

    private static int Candidates(HybridQuery query) => Math.Clamp(query.Candidates, 1, MostCandidates);

    // What the other index still has of an entry that is gone, or not yet visible, is no hit.
    private List<(IndexEntry Entry, Fused Fused)> Candidates(List<Fused> fused, HybridQuery query) =>
    [
        .. fused
            .Select(hit => (Entry: sources.Entries(hit.EntryId), Fused: hit))
            .Where(hit => hit.Entry is not null && query.Filter.Allows(hit.Entry.Scope))
            .Select(hit => (hit.Entry!, hit.Fused))
            .Take(Candidates(query)),
    ];

    private async Task<Ranked> RerankAsync(
        HybridQuery query, List<(IndexEntry Entry, Fused Fused)> candidates, long started, Notes notes, CancellationToken ct)
    {
        var given = candidates.ConvertAll(one => new RerankCandidate(
            one.Entry, one.Fused.KeywordRank, one.Fused.VectorRank, one.Fused.KeywordScore, one.Fused.VectorScore));
        if (sources.Reranker is { } model && given.Count > 0
            && await ModelScoresAsync(model, query, given, query.Budget - time.GetElapsedTime(started), notes, ct) is { } scores)
        {
            return Rank(candidates, scores, model.Name, (_, score, _) => sources.ModelConfidence.Of(score));
        }

        return Rank(candidates, await builtIn.ScoreAsync(query.Question, given, ct), builtIn.Name, builtIn.TrustFor(query.Question));
    }

    private async Task<IReadOnlyList<double>?> ModelScoresAsync(
        IReranker model, HybridQuery query, List<RerankCandidate> given, TimeSpan left, Notes notes, CancellationToken ct)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            var scores = await model.ScoreAsync(query.Question, given, late.Token).WaitAsync(left > LeastForModel ? left : LeastForModel, time, ct);
            return scores.Count == given.Count ? scores : throw new SearchUnavailableException($"{scores.Count} scores for {given.Count} candidates");
        }
        catch (TimeoutException)
        {
            notes.Degraded.Add(Degradations.RerankSlow);
            return null;
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            // Whatever a model does wrong, the built-in one stands in.
            notes.Degraded.Add(Degradations.RerankUnavailable);
            notes.Faults.Add($"rerank: {failure.Message}");
            return null;
        }
        finally
        {
            await late.CancelAsync();
        }
    }

    private static Ranked Rank(List<(IndexEntry Entry, Fused Fused)> candidates, IReadOnlyList<double> scores, string name, Trust trust) => new(
        name,
        [.. candidates.Zip(scores, (one, score) => new Judgement.Scored(one.Entry, one.Fused, score)).OrderByDescending(one => one.Score)],
        trust);

    private static FoundEvidence Evidence(Judgement.Judged one) => new(
        one.Scored.Entry, Math.Round(one.Confidence, 4), one.Scored.Score, one.Scored.Fused.KeywordRank, one.Scored.Fused.VectorRank, one.Why);

    private SearchExplanation Explain(
        HybridQuery query, SearchSide.Outcome? words, SearchSide.Outcome? meaning, List<Fused> fused, Ranked scored, List<Judgement.Judged> judged, SearchTimes times) => new(
        query.Question,
        words?.Hits ?? [],
        meaning?.Hits ?? [],
        [.. fused.Select(hit => new SearchHit(hit.EntryId, hit.Score))],
        scored.Reranker,
        sources.Embedder?.Name,
        [.. scored.Candidates.Select(one => new SearchHit(one.Entry.EntryId, one.Score))],
        [.. judged.Select(Evidence)],
        times);

    private double Since(long started) => time.GetElapsedTime(started).TotalMilliseconds;

    private sealed record Ranked(string Reranker, IReadOnlyList<Judgement.Scored> Candidates, Trust Trust);

    private sealed class Notes
    {
        public List<string> Degraded { get; } = [];

        public List<string> Faults { get; } = [];
    }
}
