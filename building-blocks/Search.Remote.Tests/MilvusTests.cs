namespace WeChatPlatform.Search.Remote.Tests;

/// <summary>What the adapter to Milvus does when things go wrong, and how models and their collections are kept apart.</summary>
public sealed class MilvusTests : IAsyncLifetime
{
    private static readonly float[] East = [1, 0];

    private readonly MilvusStub _server = new();

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _server.SpecificationFaults.ShouldBeEmpty();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_collection_is_made_with_the_parameters_of_its_index_and_used_when_it_is_in_memory()
    {
        _server.LoadingAnswers = 3;

        await RemoteKit.Vector(_server, 2, options => (options.M, options.EfConstruction) = (16, 200)).UpsertAsync([Entries.At(East)], CancellationToken.None);

        var parameters = _server.Collections.Single().Value.Request.GetProperty("indexParams")[0];
        parameters.GetProperty("metricType").GetString().ShouldBe("COSINE");
        parameters.GetProperty("params").GetRawText().ShouldBe("""{"index_type":"HNSW","M":16,"efConstruction":200}""");
        _server.Requests.TakeWhile(request => !request.Path.EndsWith("upsert", StringComparison.Ordinal))
            .Count(request => request.Path.EndsWith("get_load_state", StringComparison.Ordinal)).ShouldBe(4);
    }

    [Fact]
    public async Task A_collection_that_was_put_out_of_memory_is_loaded_again()
    {
        await RemoteKit.Vector(_server, 2).UpsertAsync([Entries.At(East)], CancellationToken.None);
        _server.Collections.Single().Value.IsLoaded = false;

        (await RemoteKit.Vector(_server, 2).CountAsync(CancellationToken.None)).ShouldBe(1);
    }

    [Fact]
    public async Task Each_model_has_a_collection_of_its_own()
    {
        await RemoteKit.Vector(_server, 2, model: "one").UpsertAsync([Entries.At(East)], CancellationToken.None);
        await RemoteKit.Vector(_server, 2, model: "another").EnsureAsync(CancellationToken.None);
        await RemoteKit.Vector(_server, 3, model: "one").EnsureAsync(CancellationToken.None);
        await RemoteKit.Vector(_server, 2, options => options.M = 8, model: "one").EnsureAsync(CancellationToken.None);

        _server.Collections.Count.ShouldBe(4);
        (await RemoteKit.Vector(_server, 2, model: "one").CountAsync(CancellationToken.None)).ShouldBe(1);
    }

    [Fact]
    public async Task The_alias_says_which_collection_is_in_force_and_the_others_can_be_removed()
    {
        var (former, next) = (RemoteKit.Vector(_server, 2, model: "one"), RemoteKit.Vector(_server, 2, model: "another"));
        (await former.IsInForceAsync(CancellationToken.None)).ShouldBeFalse();
        await former.PutInForceAsync(CancellationToken.None);
        await next.UpsertAsync([Entries.At(East)], CancellationToken.None);
        (await former.IsInForceAsync(CancellationToken.None)).ShouldBeTrue();

        await next.PutInForceAsync(CancellationToken.None);

        (await former.IsInForceAsync(CancellationToken.None)).ShouldBeFalse();
        (await next.IsInForceAsync(CancellationToken.None)).ShouldBeTrue();
        (await next.RemoveOthersAsync(CancellationToken.None)).ShouldBe(1);
        _server.Collections.ShouldHaveSingleItem().Key.ShouldBe(_server.Aliases["wechat_knowledge"]);
    }

    [Fact]
    public async Task A_cleared_collection_is_made_anew_and_is_not_in_force()
    {
        var index = RemoteKit.Vector(_server, 2);
        await index.UpsertAsync([Entries.At(East)], CancellationToken.None);
        await index.PutInForceAsync(CancellationToken.None);

        await index.ClearAsync(CancellationToken.None);

        (await index.CountAsync(CancellationToken.None)).ShouldBe(0);
        (await index.IsInForceAsync(CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_limit_is_waited_for()
    {
        var index = RemoteKit.Vector(_server, 2);
        await index.EnsureAsync(CancellationToken.None);
        foreach (var code in (int[])[8, 4, 1807])
        {
            _server.Next(IsUpsert, _ => MilvusStub.Refused(code, "later"));
        }

        await index.UpsertAsync([Entries.At(East)], CancellationToken.None);

        (await index.CountAsync(CancellationToken.None)).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_refused_for_good_fails_the_call_with_the_code_alone()
    {
        var index = RemoteKit.Vector(_server, 2);
        await index.EnsureAsync(CancellationToken.None);
        _server.Next(IsUpsert, _ => MilvusStub.Refused(1804, "quotes what was sent"));

        var refused = await Should.ThrowAsync<SearchUnavailableException>(() => index.UpsertAsync([Entries.At(East)], CancellationToken.None));

        refused.Message.ShouldBe("Milvus: entities/upsert was refused with status 200 (1804).");
    }

    [Fact]
    public async Task A_change_that_searches_do_not_see_in_time_fails()
    {
        _server.StaleReads = int.MaxValue;

        var late = await Should.ThrowAsync<SearchUnavailableException>(() => RemoteKit.Vector(_server, 2).UpsertAsync([Entries.At(East)], CancellationToken.None));

        late.Message.ShouldBe("Milvus: a change is not seen by searches, after 30 s.");
    }

    [Fact]
    public async Task With_strong_consistency_searches_see_changes_at_once()
    {
        _server.StaleReads = int.MaxValue;
        var index = RemoteKit.Vector(_server, 2, options => options.Consistency = "Strong");

        await index.UpsertAsync([Entries.At(East)], CancellationToken.None);

        (await index.SearchAsync(East, Entries.Everything, 5, CancellationToken.None)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_collection_that_was_removed_behind_our_back_stays_an_error_and_does_not_come_back_empty()
    {
        var index = RemoteKit.Vector(_server, 2);
        await index.UpsertAsync([Entries.At(East)], CancellationToken.None);
        await RemoteKit.Vector(_server, 2, model: "another").RemoveOthersAsync(CancellationToken.None);

        await Should.ThrowAsync<SearchUnavailableException>(() => index.SearchAsync(East, Entries.Everything, 5, CancellationToken.None));

        (await Should.ThrowAsync<SearchUnavailableException>(() => index.UpsertAsync([Entries.At(East)], CancellationToken.None)))
            .Message.ShouldBe("Milvus: the collection is gone.");
        (await RemoteKit.Vector(_server, 2).CountAsync(CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task The_token_goes_out_and_a_wrong_one_is_told()
    {
        _server.Wants = "Bearer root:Milvus";
        await RemoteKit.Vector(_server, 2, options => options.ApiKey = "root:Milvus").EnsureAsync(CancellationToken.None);

        var refused = await Should.ThrowAsync<SearchUnavailableException>(() => RemoteKit.Vector(_server, 2, options => options.ApiKey = "wrong").EnsureAsync(CancellationToken.None));

        refused.Message.ShouldBe("Milvus: collections/has was refused with status 200 (1800).");
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("a\" or from_release >= 0 or id in [\"b")]
    [InlineData("back\\slash\\")]
    [InlineData("line\nbreak\r\ttab")]
    [InlineData("nul\0 del\u007f separator\u2028")]
    [InlineData("中文，“引号”和😀")]
    public void What_people_typed_stays_a_text_in_an_expression(string typed)
    {
        var filter = MilvusFilter.Of(new SearchFilter(3, Entries.Today, [], Product: typed));
        var row = System.Text.Json.JsonSerializer.SerializeToElement(new Dictionary<string, object>
        {
            ["from_release"] = 1, ["until_release"] = 9, ["valid_from"] = 0, ["valid_until"] = 10_000_000, ["products"] = new[] { EntryScopeFields.Mark(typed) },
        });
        var other = System.Text.Json.JsonSerializer.SerializeToElement(new Dictionary<string, object>
        {
            ["from_release"] = 1, ["until_release"] = 9, ["valid_from"] = 0, ["valid_until"] = 10_000_000, ["products"] = new[] { "=OTHER" },
        });

        MilvusExpression.Parse(filter)(row).ShouldBeTrue();
        MilvusExpression.Parse(filter)(other).ShouldBeFalse();
    }

    private static bool IsUpsert(StubRequest request) => request.Path.EndsWith("upsert", StringComparison.Ordinal);
}
