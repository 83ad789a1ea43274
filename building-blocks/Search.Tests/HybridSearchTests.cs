using WeChatPlatform.Testing;

namespace WeChatPlatform.Search.Tests;

/// <summary>A part that is missing or slow does not take the others with it.</summary>
public sealed class HybridSearchTests
{
    private static readonly IndexEntry Warranty = Knowledge.Faq("充电桩保修多久", "整机保修两年。");
    private static readonly IndexEntry Payment = Knowledge.Faq("怎么付款", "微信或银行转账。");

    private readonly FakeClock clock = new();

    [Fact]
    public async Task Both_sides_find_and_nothing_is_degraded()
    {
        using var knowledge = await Knowledge.Of(Warranty, Payment);

        var result = await SearchAsync(knowledge.Sources);

        result.Degraded.ShouldBeEmpty();
        result.Evidence[0].ShouldSatisfyAllConditions(
            best => best.Entry.EntryId.ShouldBe(Warranty.EntryId), best => best.KeywordRank.ShouldBe(0), best => best.VectorRank.ShouldBe(0));
    }

    [Theory]
    [InlineData(true, Degradations.KeywordUnavailable)]
    [InlineData(false, Degradations.VectorUnavailable)]
    public async Task A_side_that_fails_leaves_the_other(bool isKeyword, string told)
    {
        using var knowledge = await Knowledge.Of(Warranty, Payment);
        var broken = new Part { Failure = new SearchUnavailableException("refused") };

        var result = await SearchAsync(isKeyword ? knowledge.Sources with { Keyword = broken } : knowledge.Sources with { Vector = broken });

        result.Evidence[0].Entry.EntryId.ShouldBe(Warranty.EntryId);
        result.Degraded.ShouldBe([told]);
        result.Faults.ShouldHaveSingleItem().ShouldContain("refused");
        result.IsBlind.ShouldBeFalse();
    }

    [Theory]
    [InlineData(true, Degradations.KeywordSlow)]
    [InlineData(false, Degradations.VectorSlow)]
    public async Task A_side_that_is_slow_is_not_waited_for_beyond_the_budget(bool isKeyword, string told)
    {
        using var knowledge = await Knowledge.Of(Warranty, Payment);
        var slow = new Part();

        var searching = SearchAsync(isKeyword ? knowledge.Sources with { Keyword = slow } : knowledge.Sources with { Vector = slow });
        await WaitedFor(1);
        clock.Advance(TimeSpan.FromMilliseconds(250));
        var result = await searching;

        result.Evidence[0].Entry.EntryId.ShouldBe(Warranty.EntryId);
        result.Degraded.ShouldContain(told);
        result.Degraded.ShouldAllBe(one => one == told || one == Degradations.OverBudget);
        slow.WasCancelled.ShouldBeTrue();
    }

    [Fact]
    public async Task The_first_side_is_waited_for_when_both_are_slow()
    {
        using var knowledge = await Knowledge.Of(Warranty, Payment);
        var (first, never) = (new Part(), new Part());

        var searching = SearchAsync(knowledge.Sources with { Keyword = first, Vector = never });
        await WaitedFor(1);
        clock.Advance(TimeSpan.FromMilliseconds(250));
        await Eventually.Holds("the search waits for the first side", () => clock.PendingTimers > 0);
        first.Found.SetResult([new SearchHit(Warranty.EntryId, 3)]);
        var result = await searching;

        result.Evidence[0].Entry.EntryId.ShouldBe(Warranty.EntryId);
        result.Degraded.ShouldBe([Degradations.OverBudget, Degradations.VectorSlow]);
    }

    [Fact]
    public async Task Without_any_side_the_result_is_blind_and_says_so()
    {
        using var knowledge = await Knowledge.Of(Warranty);
        var broken = new Part { Failure = new SearchUnavailableException("refused") };

        var result = await SearchAsync(knowledge.Sources with { Keyword = broken, Vector = broken });

        result.Evidence.ShouldBeEmpty();
        result.IsBlind.ShouldBeTrue();
        result.Degraded.ShouldBe([Degradations.KeywordUnavailable, Degradations.VectorUnavailable]);
    }

    [Fact]
    public async Task A_model_that_reranks_decides_the_order()
    {
        using var knowledge = await Knowledge.Of(Warranty, Payment);
        var model = new Model(candidate => candidate.Entry.EntryId == Payment.EntryId ? 0.9 : 0.1);

        var result = await SearchAsync(knowledge.Sources with { Reranker = model }, "充电桩付款方式");

        result.Evidence[0].Entry.EntryId.ShouldBe(Payment.EntryId);
        result.Evidence[0].Confidence.ShouldBe(Confidence.OfModel.Of(0.9), 1e-3);
        result.Explanation!.Reranker.ShouldBe("test-model");
    }

    [Fact]
    public async Task The_built_in_reranker_stands_in_for_a_model_that_fails_or_answers_nonsense()
    {
        using var knowledge = await Knowledge.Of(Warranty, Payment);
        Model[] models = [new(_ => throw new SearchUnavailableException("refused")), new(_ => 0.9) { Misses = true }];

        foreach (var model in models)
        {
            var result = await SearchAsync(knowledge.Sources with { Reranker = model });

            result.Evidence[0].Entry.EntryId.ShouldBe(Warranty.EntryId);
            result.Degraded.ShouldBe([Degradations.RerankUnavailable]);
            result.Explanation!.Reranker.ShouldBe(LexicalReranker.BuiltInName);
        }
    }

    [Fact]
    public async Task The_built_in_reranker_stands_in_for_a_model_that_is_slow()
    {
        using var knowledge = await Knowledge.Of(Warranty, Payment);

        var searching = SearchAsync(knowledge.Sources with { Reranker = new Model(_ => 1) { Never = true } });
        await Eventually.Holds("the search ends", () =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            return searching.IsCompleted;
        });

        (await searching).Degraded.ShouldContain(Degradations.RerankSlow);
    }

    [Fact]
    public async Task What_an_index_still_has_of_an_entry_that_is_gone_is_no_evidence()
    {
        using var knowledge = await Knowledge.Of(Warranty, Payment);

        var result = await SearchAsync(knowledge.Sources with { Entries = id => id == Payment.EntryId ? Payment : null });

        result.Evidence.ShouldAllBe(one => one.Entry.EntryId == Payment.EntryId);
    }

    [Fact]
    public async Task An_explanation_holds_both_rankings_the_fusion_and_the_scores()
    {
        using var knowledge = await Knowledge.Of(Warranty, Payment);

        var explained = (await SearchAsync(knowledge.Sources, "保修怎么付款")).Explanation!;

        explained.Keyword.Count.ShouldBe(2);
        explained.Vector.Count.ShouldBe(2);
        explained.Fusion.Count.ShouldBe(2);
        explained.Rerank.Select(hit => hit.Score).ShouldBeInOrder(SortDirection.Descending);
        explained.Judged.Select(one => one.Confidence).ShouldBeInOrder(SortDirection.Descending);
        explained.Embedder.ShouldBe(knowledge.Embedder.Name);
    }

    [Fact]
    public async Task A_search_that_nobody_wants_any_more_ends()
    {
        using var knowledge = await Knowledge.Of(Warranty);
        using var cancelled = new CancellationTokenSource();

        var searching = new HybridSearch(knowledge.Sources with { Keyword = new Part() }, clock)
            .SearchAsync(new HybridQuery("保修", Knowledge.Filter()), cancelled.Token);
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => searching);
    }

    [Fact]
    public async Task A_search_needs_a_side_and_vectors_need_their_embedder()
    {
        using var knowledge = await Knowledge.Of(Warranty);

        Should.Throw<ArgumentException>(() => new HybridSearch(knowledge.Sources with { Keyword = null, Vector = null }, clock));
        Should.Throw<ArgumentException>(() => new HybridSearch(knowledge.Sources with { Embedder = null }, clock));
    }

    private Task<HybridResult> SearchAsync(HybridSources sources, string question = "充电桩保修多久") =>
        new HybridSearch(sources, clock).SearchAsync(new HybridQuery(question, Knowledge.Filter()) { Explain = true }, CancellationToken.None);

    private Task WaitedFor(int timers) => Eventually.Holds("the search waits", () => clock.PendingTimers >= timers);

    /// <summary>A side that answers when a test says so, or fails.</summary>
    private sealed class Part : IKeywordIndex, IVectorIndex
    {
        public Exception? Failure { get; init; }

        public TaskCompletionSource<IReadOnlyList<SearchHit>> Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool WasCancelled { get; private set; }

        public int Dimensions => BuiltInEmbedder.DefaultDimensions;

        public Task UpsertAsync(IReadOnlyList<IndexEntry> entries, CancellationToken ct) => Task.CompletedTask;

        public Task DeleteAsync(IReadOnlyList<Guid> entryIds, CancellationToken ct) => Task.CompletedTask;

        public Task<long> CountAsync(CancellationToken ct) => Task.FromResult(0L);

        public Task<IReadOnlyList<SearchHit>> SearchAsync(string question, SearchFilter filter, int limit, CancellationToken ct) => Answer(ct);

        public Task<IReadOnlyList<SearchHit>> SearchAsync(ReadOnlyMemory<float> question, SearchFilter filter, int limit, CancellationToken ct) => Answer(ct);

        private Task<IReadOnlyList<SearchHit>> Answer(CancellationToken ct)
        {
            ct.Register(() => WasCancelled = true);
            return Failure is null ? Found.Task : Task.FromException<IReadOnlyList<SearchHit>>(Failure);
        }
    }

    private sealed class Model(Func<RerankCandidate, double> score) : IReranker
    {
        public bool Never { get; init; }

        public bool Misses { get; init; }

        public string Name => "test-model";

        public Task<IReadOnlyList<double>> ScoreAsync(string question, IReadOnlyList<RerankCandidate> candidates, CancellationToken ct) => Never
            ? new TaskCompletionSource<IReadOnlyList<double>>().Task
            : Task.FromResult<IReadOnlyList<double>>([.. candidates.Skip(Misses ? 1 : 0).Select(score)]);
    }
}
