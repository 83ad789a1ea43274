namespace WeChatPlatform.Search.Tests;

public sealed class MemoryVectorIndexTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(32)]
    [InlineData(200)]
    public async Task The_nearest_are_those_of_an_exact_scan(int dimensions)
    {
        var random = new Random(7);
        using var index = new MemoryVectorIndex(dimensions);
        var entries = Enumerable.Range(0, 3000).Select(_ => With(Unit(random, dimensions))).ToList();
        await index.UpsertAsync(entries, CancellationToken.None);

        for (var question = 0; question < 20; question++)
        {
            var asked = Unit(random, dimensions);
            var exact = entries.OrderByDescending(entry => Dot(asked, entry.Vector!)).Take(10).Select(entry => entry.EntryId);

            (await index.SearchAsync(asked, Knowledge.Filter(), 10, CancellationToken.None)).Select(hit => hit.EntryId).ShouldBe(exact);
        }
    }

    [Fact]
    public async Task The_score_is_the_cosine_and_opposites_are_found_last()
    {
        using var index = new MemoryVectorIndex(2);
        var (same, across, opposite) = (With([1, 0]), With([0, 1]), With([-1, 0]));
        await index.UpsertAsync([opposite, across, same], CancellationToken.None);

        var hits = await index.SearchAsync(new float[] { 1, 0 }, Knowledge.Filter(), 5, CancellationToken.None);

        hits.Select(hit => (hit.EntryId, Math.Round(hit.Score, 5))).ShouldBe([(same.EntryId, 1), (across.EntryId, 0), (opposite.EntryId, -1)]);
    }

    [Fact]
    public async Task Whoever_disposes_of_it_waits_for_the_search_that_still_runs()
    {
        var index = new MemoryVectorIndex(2);
        await index.UpsertAsync([With([1, 0])], CancellationToken.None);
        using var asked = new HeldCollections();
        var searching = Task.Run(() => index.SearchAsync(new float[] { 1, 0 }, Knowledge.Filter() with { Collections = asked }, 5, CancellationToken.None));
        asked.Entered.Wait(TestContext.Current.CancellationToken);
        Exception? failure = null;
        var disposing = new Thread(() => failure = Record.Exception(index.Dispose));
        disposing.Start();

        SpinWait.SpinUntil(() => !disposing.IsAlive || disposing.ThreadState.HasFlag(ThreadState.WaitSleepJoin), TimeSpan.FromSeconds(30)).ShouldBeTrue();
        asked.Let.Set();
        disposing.Join();

        failure.ShouldBeNull();
        (await searching).ShouldBeEmpty();
    }

    [Fact]
    public async Task Upserts_and_deletes_leave_exactly_what_is_in_force()
    {
        var random = new Random(11);
        using var index = new MemoryVectorIndex(16);
        var live = new Dictionary<Guid, IndexEntry>();
        for (var round = 0; round < 4000; round++)
        {
            if (live.Count > 0 && random.Next(3) == 0)
            {
                var gone = live.Keys.ElementAt(random.Next(live.Count));
                live.Remove(gone);
                await index.DeleteAsync([gone, gone], CancellationToken.None);
            }
            else
            {
                var entry = With(Unit(random, 16)) with { EntryId = live.Count > 0 && random.Next(4) == 0 ? live.Keys.First() : Guid.CreateVersion7() };
                live[entry.EntryId] = entry;
                await index.UpsertAsync([entry], CancellationToken.None);
            }
        }

        var asked = Unit(random, 16);
        var hits = await index.SearchAsync(asked, Knowledge.Filter(), live.Count + 5, CancellationToken.None);

        hits.Select(hit => hit.EntryId).ShouldBe(live.Values.OrderByDescending(entry => Dot(asked, entry.Vector!)).Select(entry => entry.EntryId));
        (await index.CountAsync(CancellationToken.None)).ShouldBe(live.Count);
    }

    [Fact]
    public async Task Only_what_the_filter_allows_counts_among_the_nearest()
    {
        var random = new Random(3);
        using var index = new MemoryVectorIndex(16);
        var hidden = Enumerable.Range(0, 500).Select(_ => With([1, .. new float[15]]) with { Scope = Knowledge.Everybody with { Products = ["other"] } });
        var shown = Enumerable.Range(0, 5).Select(_ => With(Unit(random, 16))).ToList();
        await index.UpsertAsync([.. hidden, .. shown], CancellationToken.None);

        var hits = await index.SearchAsync(new float[] { 1 }.Concat(new float[15]).ToArray(), Knowledge.Filter(product: "mine"), 5, CancellationToken.None);

        hits.Select(hit => hit.EntryId).ShouldBe(shown.Select(entry => entry.EntryId), ignoreOrder: true);
    }

    [Fact]
    public async Task Many_entries_which_cores_share_are_ranked_as_by_an_exact_scan()
    {
        const int dimensions = 8;
        var random = new Random(7);
        float[] Draw()
        {
            var drawn = Enumerable.Range(0, dimensions).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
            var length = MathF.Sqrt(drawn.Sum(value => value * value));
            return Array.ConvertAll(drawn, value => value / length);
        }

        var entries = Enumerable.Range(0, 40_000).Select(_ => Knowledge.Passage("", "") with { Vector = Draw() }).ToList();
        using var index = new MemoryVectorIndex(dimensions);
        await index.UpsertAsync(entries, CancellationToken.None);
        var question = Draw();

        var found = await index.SearchAsync(question, Knowledge.Filter(), 10, CancellationToken.None);

        var exact = entries.OrderByDescending(entry => entry.Vector!.Zip(question, (one, other) => one * other).Sum()).Take(10);
        found.Select(hit => hit.EntryId).ShouldBe(exact.Select(entry => entry.EntryId));
    }

    [Fact]
    public async Task An_entry_without_a_vector_is_not_kept()
    {
        using var index = new MemoryVectorIndex(2);
        var entry = With([1, 0]);
        await index.UpsertAsync([entry], CancellationToken.None);
        await index.UpsertAsync([entry with { Vector = null }], CancellationToken.None);

        (await index.CountAsync(CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task A_vector_of_other_dimensions_is_refused_and_nothing_of_the_batch_is_taken()
    {
        using var index = new MemoryVectorIndex(2);

        await Should.ThrowAsync<ArgumentException>(() => index.UpsertAsync([With([1, 0]), With([1, 0, 0])], CancellationToken.None));
        await Should.ThrowAsync<ArgumentException>(() => index.SearchAsync(new float[3], Knowledge.Filter(), 1, CancellationToken.None));
        (await index.CountAsync(CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task A_vector_of_zeros_is_near_to_nothing()
    {
        using var index = new MemoryVectorIndex(2);
        await index.UpsertAsync([With([0, 0])], CancellationToken.None);

        (await index.SearchAsync(new float[] { 1, 0 }, Knowledge.Filter(), 1, CancellationToken.None))[0].Score.ShouldBe(0);
    }

    private static IndexEntry With(float[] vector) => Knowledge.Faq("问题", "答案") with { Vector = vector };

    private static float[] Unit(Random random, int dimensions)
    {
        var vector = Enumerable.Range(0, dimensions).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var length = MathF.Sqrt(Dot(vector, vector));
        return [.. vector.Select(component => component / length)];
    }

    private static float Dot(float[] left, float[] right) => left.Zip(right, (a, b) => a * b).Sum();

    /// <summary>A filter in which a search stays until it is let go.</summary>
    private sealed class HeldCollections : IReadOnlyCollection<Guid>, IDisposable
    {
        public ManualResetEventSlim Entered { get; } = new();

        public ManualResetEventSlim Let { get; } = new();

        public int Count => 1;

        public IEnumerator<Guid> GetEnumerator()
        {
            Entered.Set();
            Let.Wait(TestContext.Current.CancellationToken);
            yield return Guid.NewGuid();
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        public void Dispose()
        {
            Entered.Dispose();
            Let.Dispose();
        }
    }
}
