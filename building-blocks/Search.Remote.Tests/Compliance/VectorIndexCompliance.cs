namespace WeChatPlatform.Search.Remote.Tests;

/// <summary>What every vector index has to do, whoever keeps it.</summary>
public abstract class VectorIndexCompliance : IAsyncLifetime
{
    /// <summary>Of every index that the suite asks for.</summary>
    protected const int Dimensions = 8;

    private static readonly float[] East = Entries.Unit(1, 0, 0, 0, 0, 0, 0, 0);
    private static readonly float[] NorthEast = Entries.Unit(1, 1, 0, 0, 0, 0, 0, 0);
    private static readonly float[] North = Entries.Unit(0, 1, 0, 0, 0, 0, 0, 0);

    protected abstract Task<IVectorIndex> EmptyIndexAsync();

    private protected IVectorIndex Index { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync() => Index = await EmptyIndexAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_nearest_comes_first_with_its_cosine()
    {
        var (east, northEast, north) = (Entries.At(East), Entries.At(NorthEast), Entries.At(North));
        await Index.UpsertAsync([north, northEast, east], TestContext.Current.CancellationToken);

        var hits = await SearchAsync(East);

        hits.Select(hit => hit.EntryId).ShouldBe([east.EntryId, northEast.EntryId, north.EntryId]);
        hits.Select(hit => Math.Round(hit.Score, 3)).ShouldBe([1, 0.707, 0]);
    }

    [Fact]
    public async Task A_changed_vector_takes_the_place_of_the_old_one()
    {
        var (moving, resting) = (Entries.At(East), Entries.At(NorthEast));
        await Index.UpsertAsync([moving, resting], TestContext.Current.CancellationToken);

        await Index.UpsertAsync([moving with { Vector = North }], TestContext.Current.CancellationToken);

        (await SearchAsync(East)).Select(hit => hit.EntryId).ShouldBe([resting.EntryId, moving.EntryId]);
        (await Index.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(2);
    }

    [Fact]
    public async Task Of_an_entry_twice_in_one_call_the_later_is_kept()
    {
        var entry = Entries.At(East);

        await Index.UpsertAsync([entry, entry with { Vector = North }], TestContext.Current.CancellationToken);

        var hit = (await SearchAsync(North)).ShouldHaveSingleItem();
        hit.Score.ShouldBe(1, 0.001);
    }

    [Fact]
    public async Task An_entry_without_a_vector_is_not_kept()
    {
        var entry = Entries.At(East);
        await Index.UpsertAsync([entry, Entries.Passage("标题", "没有向量")], TestContext.Current.CancellationToken);
        (await Index.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(1);

        await Index.UpsertAsync([entry with { Vector = null }], TestContext.Current.CancellationToken);

        (await SearchAsync(East)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deleted_entry_is_not_found_and_deleting_it_again_is_no_error()
    {
        var (east, north) = (Entries.At(East), Entries.At(North));
        await Index.UpsertAsync([east, north], TestContext.Current.CancellationToken);

        await Index.DeleteAsync([east.EntryId, Guid.CreateVersion7()], TestContext.Current.CancellationToken);
        await Index.DeleteAsync([east.EntryId], TestContext.Current.CancellationToken);

        (await SearchAsync(East)).Select(hit => hit.EntryId).ShouldBe([north.EntryId]);
        (await Index.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    [Fact]
    public async Task Every_change_is_visible_to_the_search_that_follows_it()
    {
        for (var round = 0; round < 5; round++)
        {
            var entry = Entries.At(East);
            await Index.UpsertAsync([entry], TestContext.Current.CancellationToken);
            (await SearchAsync(East)).ShouldHaveSingleItem().EntryId.ShouldBe(entry.EntryId);

            await Index.UpsertAsync([entry with { Scope = entry.Scope with { UntilRelease = 1 } }], TestContext.Current.CancellationToken);
            (await SearchAsync(East)).ShouldBeEmpty();

            await Index.DeleteAsync([entry.EntryId], TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Not_more_than_the_limit_comes_back()
    {
        await Index.UpsertAsync([.. Enumerable.Range(0, 300).Select(number => Entries.At([1, number, 0, 0, 0, 0, 0, 0]))], TestContext.Current.CancellationToken);

        (await Index.SearchAsync(East, Entries.Everything, 200, TestContext.Current.CancellationToken)).Count.ShouldBe(200);
        (await Index.SearchAsync(East, Entries.Everything, 0, TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_vector_of_another_length_is_refused()
    {
        await Should.ThrowAsync<ArgumentException>(() => Index.UpsertAsync([Entries.At([1, 2, 3])], TestContext.Current.CancellationToken));
        await Should.ThrowAsync<ArgumentException>(() => Index.SearchAsync(new float[] { 1 }, Entries.Everything, 5, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Found_is_exactly_what_the_filter_allows()
    {
        var entries = Entries.RandomScopes(150).Select(scope => Entries.At(East, scope)).ToList();
        await Index.UpsertAsync(entries, TestContext.Current.CancellationToken);

        foreach (var filter in Entries.RandomFilters(60))
        {
            var hits = await Index.SearchAsync(East, filter, 1000, TestContext.Current.CancellationToken);

            hits.Select(hit => hit.EntryId).Order().ShouldBe(entries.Where(entry => filter.Allows(entry.Scope)).Select(entry => entry.EntryId).Order(), filter.ToString());
        }
    }

    [Fact]
    public async Task Many_calls_at_once_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Index.UpsertAsync(
            [.. Enumerable.Range(0, 20).Select(number => Entries.At([1, number, 0, 0, 0, 0, 0, 0]))], TestContext.Current.CancellationToken)));

        (await Index.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(120);
    }

    private async Task<IReadOnlyList<SearchHit>> SearchAsync(float[] question) =>
        await Index.SearchAsync(question, Entries.Everything, 10, TestContext.Current.CancellationToken);
}
