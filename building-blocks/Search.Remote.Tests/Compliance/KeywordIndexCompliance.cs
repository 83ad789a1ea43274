namespace WeChatPlatform.Search.Remote.Tests;

/// <summary>What every keyword index has to do, whoever keeps it.</summary>
public abstract class KeywordIndexCompliance : IAsyncLifetime
{
    private static readonly IndexEntry Delivery = Entries.Faq("多久可以发货？", "付款后四十八小时内寄出。", "什么时候能寄出", "发货时间");
    private static readonly IndexEntry Invoice = Entries.Passage("开具发票", "增值税专用发票需要提供税号和开户银行。");
    private static readonly IndexEntry Fault = Entries.Passage("故障代码", "屏幕显示 E101 时请检查进水阀。");

    protected abstract Task<IKeywordIndex> EmptyIndexAsync();

    private protected IKeywordIndex Index { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync() => Index = await EmptyIndexAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("多久发货")]
    [InlineData("发货时间")]
    [InlineData("四十八小时")]
    public async Task An_entry_is_found_by_its_title_its_other_wordings_and_its_text(string question)
    {
        await Index.UpsertAsync([Delivery, Invoice, Fault], TestContext.Current.CancellationToken);

        (await FindAsync(question)).First().ShouldBe(Delivery.EntryId);
    }

    [Fact]
    public async Task What_says_more_of_the_question_comes_first()
    {
        var other = Entries.Passage("发票抬头", "抬头可以修改一次。");
        await Index.UpsertAsync([other, Invoice, Fault], TestContext.Current.CancellationToken);

        var hits = await SearchAsync("专用发票要提供税号吗");

        hits.Select(hit => hit.EntryId).ShouldBe([Invoice.EntryId, other.EntryId]);
        hits[0].Score.ShouldBeGreaterThan(hits[1].Score);
    }

    [Theory]
    [InlineData("e101")]
    [InlineData("Ｅ１０１ 是什么故障")]
    public async Task Width_and_case_make_no_difference(string question)
    {
        await Index.UpsertAsync([Delivery, Fault], TestContext.Current.CancellationToken);

        (await FindAsync(question)).First().ShouldBe(Fault.EntryId);
    }

    [Fact]
    public async Task A_changed_entry_is_found_by_its_new_words_and_not_by_its_old_ones()
    {
        await Index.UpsertAsync([Invoice], TestContext.Current.CancellationToken);

        await Index.UpsertAsync([Invoice with { Title = "退货地址", Text = "请寄回仓库。" }], TestContext.Current.CancellationToken);

        (await FindAsync("退货地址")).ShouldBe([Invoice.EntryId]);
        (await FindAsync("增值税")).ShouldBeEmpty();
        (await Index.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    [Fact]
    public async Task Of_an_entry_twice_in_one_call_the_later_is_kept()
    {
        await Index.UpsertAsync([Invoice, Delivery, Invoice with { Title = "退货地址", Text = "请寄回仓库。" }], TestContext.Current.CancellationToken);

        (await FindAsync("退货地址")).ShouldBe([Invoice.EntryId]);
        (await FindAsync("增值税")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deleted_entry_is_not_found_and_deleting_it_again_is_no_error()
    {
        await Index.UpsertAsync([Invoice, Delivery], TestContext.Current.CancellationToken);

        await Index.DeleteAsync([Invoice.EntryId, Guid.CreateVersion7()], TestContext.Current.CancellationToken);
        await Index.DeleteAsync([Invoice.EntryId], TestContext.Current.CancellationToken);

        (await FindAsync("增值税专用发票")).ShouldBeEmpty();
        (await Index.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    [Fact]
    public async Task Every_change_is_visible_to_the_search_that_follows_it()
    {
        for (var round = 0; round < 8; round++)
        {
            var entry = Entries.Passage("轮次", "同一个词");
            await Index.UpsertAsync([entry], TestContext.Current.CancellationToken);
            (await FindAsync("同一个词")).ShouldBe([entry.EntryId]);

            await Index.UpsertAsync([entry with { Scope = entry.Scope with { UntilRelease = 1 } }], TestContext.Current.CancellationToken);
            (await FindAsync("同一个词")).ShouldBeEmpty();

            await Index.DeleteAsync([entry.EntryId], TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Not_more_than_the_limit_comes_back()
    {
        await Index.UpsertAsync([.. Enumerable.Range(0, 30).Select(_ => Entries.Passage("标题", "相同的内容"))], TestContext.Current.CancellationToken);

        (await Index.SearchAsync("相同的内容", Entries.Everything, 7, TestContext.Current.CancellationToken)).Count.ShouldBe(7);
        (await Index.SearchAsync("相同的内容", Entries.Everything, 0, TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    [InlineData("？！…")]
    [InlineData("\" OR title:* } ] \\")]
    [InlineData("木星")]
    public async Task What_says_nothing_finds_nothing_and_is_no_error(string question)
    {
        await Index.UpsertAsync([Delivery, Invoice], TestContext.Current.CancellationToken);

        (await FindAsync(question)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_very_long_question_is_searched_for()
    {
        await Index.UpsertAsync([Delivery, Invoice], TestContext.Current.CancellationToken);

        (await FindAsync("增值税专用发票" + string.Concat(Enumerable.Range(0x4e00, 5000).Select(code => (char)code)))).ShouldContain(Invoice.EntryId);
    }

    [Fact]
    public async Task Found_is_exactly_what_the_filter_allows()
    {
        var entries = Entries.RandomScopes(150).Select(scope => Entries.Passage("标题", "每条都有的内容", scope)).ToList();
        await Index.UpsertAsync(entries, TestContext.Current.CancellationToken);

        foreach (var filter in Entries.RandomFilters(60))
        {
            var hits = await Index.SearchAsync("每条都有的内容", filter, 1000, TestContext.Current.CancellationToken);

            hits.Select(hit => hit.EntryId).Order().ShouldBe(entries.Where(entry => filter.Allows(entry.Scope)).Select(entry => entry.EntryId).Order(), filter.ToString());
        }
    }

    [Fact]
    public async Task Many_entries_in_one_call_and_many_calls_at_once_lose_nothing()
    {
        await Index.UpsertAsync([.. Enumerable.Range(0, 700).Select(number => Entries.Passage($"第{number}条", "大量"))], TestContext.Current.CancellationToken);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(caller => Index.UpsertAsync(
            [.. Enumerable.Range(0, 20).Select(number => Entries.Passage("并发", $"来自{caller}"))], TestContext.Current.CancellationToken)));

        (await Index.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(820);
        (await Index.SearchAsync("并发", Entries.Everything, 1000, TestContext.Current.CancellationToken)).Count.ShouldBe(120);
    }

    private async Task<IReadOnlyList<SearchHit>> SearchAsync(string question) =>
        await Index.SearchAsync(question, Entries.Everything, 10, TestContext.Current.CancellationToken);

    private async Task<IEnumerable<Guid>> FindAsync(string question) => (await SearchAsync(question)).Select(hit => hit.EntryId);
}
