namespace WeChatPlatform.Search.Tests;

public sealed class MemoryKeywordIndexTests
{
    [Fact]
    public async Task The_entry_that_is_about_it_comes_before_the_one_that_mentions_it()
    {
        using var index = new MemoryKeywordIndex();
        var (about, mentions) = (Knowledge.Faq("充电桩保修多久", "两年。"), Knowledge.Faq("怎么付款", "充电桩保修另算。"));
        await index.UpsertAsync([mentions, about], CancellationToken.None);

        (await Search(index, "充电桩保修")).ShouldBe([about.EntryId, mentions.EntryId]);
    }

    [Fact]
    public async Task An_entry_is_found_by_each_of_its_wordings()
    {
        using var index = new MemoryKeywordIndex();
        var entry = Knowledge.Faq("发什么快递", "顺丰。", "包裹用哪家承运");
        await index.UpsertAsync([entry], CancellationToken.None);

        (await Search(index, "承运")).ShouldBe([entry.EntryId]);
    }

    [Fact]
    public async Task A_changed_entry_is_found_by_its_new_words_only()
    {
        using var index = new MemoryKeywordIndex();
        var entry = Knowledge.Faq("价格", "1880 元一台");
        await index.UpsertAsync([entry], CancellationToken.None);
        await index.UpsertAsync([entry with { Text = "1990 元一台" }], CancellationToken.None);

        (await Search(index, "1990元")).ShouldBe([entry.EntryId]);
        (await Search(index, "1880")).ShouldBeEmpty();
        (await index.CountAsync(CancellationToken.None)).ShouldBe(1);
    }

    [Fact]
    public async Task A_deleted_entry_is_not_found_and_deleting_it_again_is_no_error()
    {
        using var index = new MemoryKeywordIndex();
        var entry = Knowledge.Faq("价格", "1880 元一台");
        await index.UpsertAsync([entry], CancellationToken.None);
        await index.DeleteAsync([entry.EntryId], CancellationToken.None);
        await index.DeleteAsync([entry.EntryId], CancellationToken.None);

        (await Search(index, "价格")).ShouldBeEmpty();
        (await index.CountAsync(CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task A_word_that_thousands_of_entries_have_is_found_in_each_that_is_left()
    {
        using var index = new MemoryKeywordIndex();
        var entries = Enumerable.Range(0, 6000).Select(number => Knowledge.Faq($"充电 n{number}", "充电充电，请稍候。")).ToList();
        await index.UpsertAsync(entries, CancellationToken.None);
        (await index.SearchAsync("充电", Knowledge.Filter(), 10_000, CancellationToken.None)).Count.ShouldBe(6000);

        // More than a quarter: the index is written anew.
        await index.DeleteAsync([.. entries.Where((_, at) => at % 3 == 0).Select(entry => entry.EntryId)], CancellationToken.None);

        var left = entries.Where((_, at) => at % 3 != 0).Select(entry => entry.EntryId).ToHashSet();
        (await index.SearchAsync("充电", Knowledge.Filter(), 10_000, CancellationToken.None)).Select(hit => hit.EntryId).ShouldBe(left, ignoreOrder: true);
        (await index.SearchAsync("n4", Knowledge.Filter(), 1, CancellationToken.None))[0].EntryId.ShouldBe(entries[4].EntryId);
        (await index.SearchAsync("n3", Knowledge.Filter(), 10, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_entry_that_is_given_twice_at_once_is_kept_as_it_was_given_last()
    {
        using var index = new MemoryKeywordIndex();
        var before = Knowledge.Faq("充电桩保修", "两年。");
        var after = before with { Title = "安装费用" };

        await index.UpsertAsync([before, after], CancellationToken.None);

        (await index.SearchAsync("保修", Knowledge.Filter(), 10, CancellationToken.None)).ShouldBeEmpty();
        (await index.SearchAsync("安装", Knowledge.Filter(), 10, CancellationToken.None)).Single().EntryId.ShouldBe(after.EntryId);
        (await index.CountAsync(CancellationToken.None)).ShouldBe(1);
    }

    [Fact]
    public async Task Changes_one_by_one_rank_as_building_at_once_does()
    {
        var entries = Enumerable.Range(0, 3000)
            .Select(number => Knowledge.Faq($"第{number % 97}号产品的第{number}个问题", $"答案是{number % 31}，见第{number % 13}章。"))
            .ToList();
        using var changed = new MemoryKeywordIndex();
        await changed.UpsertAsync([.. entries.Select(entry => entry with { Text = "旧的" })], CancellationToken.None);
        await changed.UpsertAsync(entries, CancellationToken.None);
        await changed.DeleteAsync([.. entries.Skip(1000).Select(entry => entry.EntryId)], CancellationToken.None);
        using var built = new MemoryKeywordIndex();
        await built.UpsertAsync([.. entries.Take(1000)], CancellationToken.None);

        var (one, other) = (await changed.SearchAsync("42号产品 第7章", Knowledge.Filter(), 10, CancellationToken.None),
            await built.SearchAsync("42号产品 第7章", Knowledge.Filter(), 10, CancellationToken.None));

        one.Count.ShouldBe(10);
        one.Select(hit => Math.Round(hit.Score, 4)).ShouldBe(other.Select(hit => Math.Round(hit.Score, 4)));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task An_entry_is_found_in_its_releases_only(long release, bool isFound)
    {
        using var index = new MemoryKeywordIndex();
        await index.UpsertAsync(
            [Knowledge.Faq("价格", "1880") with { Scope = Knowledge.Everybody with { FromRelease = 2, UntilRelease = 3 } }], CancellationToken.None);

        (await index.SearchAsync("价格", Knowledge.Filter(release), 5, CancellationToken.None)).Any().ShouldBe(isFound);
    }

    [Fact]
    public async Task Searches_and_changes_run_beside_each_other()
    {
        using var index = new MemoryKeywordIndex();
        var stays = Knowledge.Faq("一直都在的问题", "答案。");
        await index.UpsertAsync([stays], CancellationToken.None);

        var changes = Task.Run(async () =>
        {
            for (var round = 0; round < 40; round++)
            {
                var more = Enumerable.Range(0, 50).Select(number => Knowledge.Faq($"临时的第{number}个", "很快就没了。")).ToList();
                await index.UpsertAsync(more, CancellationToken.None);
                await index.DeleteAsync([.. more.Select(entry => entry.EntryId)], CancellationToken.None);
            }
        });
        while (!changes.IsCompleted)
        {
            (await Search(index, "一直都在")).ShouldContain(stays.EntryId);
        }

        await changes;
        (await index.CountAsync(CancellationToken.None)).ShouldBe(1);
    }

    private static async Task<IEnumerable<Guid>> Search(MemoryKeywordIndex index, string question) =>
        (await index.SearchAsync(question, Knowledge.Filter(), 10, CancellationToken.None)).Select(hit => hit.EntryId);
}
