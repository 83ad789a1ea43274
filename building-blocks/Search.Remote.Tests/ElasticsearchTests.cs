using WeChatPlatform.Testing;

namespace WeChatPlatform.Search.Remote.Tests;

/// <summary>What the adapter to Elasticsearch does when things go wrong, and how a new index takes the place of the old one.</summary>
public sealed class ElasticsearchTests : IAsyncLifetime
{
    private readonly ElasticsearchStub _server = new();
    private readonly KeptLog _log = new();

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _server.SpecificationFaults.ShouldBeEmpty();
        await _server.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public async Task The_template_cuts_chinese_into_pairs_and_knows_every_field()
    {
        await RemoteKit.Keyword(_server, options => options.Replicas = 0).EnsureAsync(CancellationToken.None);

        var template = _server.Template("wechat-knowledge").GetProperty("template");
        template.GetProperty("settings").GetProperty("number_of_replicas").GetInt32().ShouldBe(0);
        template.GetProperty("settings").GetProperty("analysis").GetProperty("filter").GetProperty("knowledge_pairs").GetProperty("type").GetString().ShouldBe("cjk_bigram");
        template.GetProperty("mappings").GetProperty("dynamic").GetString().ShouldBe("strict");
        _server.Indexes.Single().Value.Aliases.ShouldBe(["wechat-knowledge"]);
    }

    [Fact]
    public async Task Two_replicas_that_start_together_make_one_index()
    {
        var replicas = Enumerable.Range(0, 4).Select(_ => RemoteKit.Keyword(_server)).ToList();

        await Task.WhenAll(replicas.Select(replica => replica.UpsertAsync([Entries.Passage("标题", "内容")], CancellationToken.None)));

        _server.Indexes.Count(index => index.Value.Aliases.Count > 0).ShouldBe(1);
        (await replicas[0].CountAsync(CancellationToken.None)).ShouldBe(4);
    }

    [Fact]
    public async Task What_a_busy_node_refuses_is_sent_again_alone()
    {
        var index = RemoteKit.Keyword(_server, log: _log);
        await index.EnsureAsync(CancellationToken.None);
        _server.BusyLines = 6;

        await index.UpsertAsync([.. Enumerable.Range(0, 10).Select(_ => Entries.Passage("标题", "内容"))], CancellationToken.None);

        (await index.CountAsync(CancellationToken.None)).ShouldBe(10);
        Bulks().Select(bulk => bulk.Text.Count(character => character == '\n') / 2).ShouldBe([10, 3]);
        _log.Lines.ShouldContain(line => line.EventId == 551 && line.Text.Contains("3 of 10"));
    }

    [Fact]
    public async Task What_is_refused_for_good_fails_the_call_without_quoting_a_document()
    {
        var index = RemoteKit.Keyword(_server);
        await index.EnsureAsync(CancellationToken.None);
        _server.Next(request => request.Path.EndsWith("_bulk", StringComparison.Ordinal), request => new StubAnswer(200, System.Text.Json.Nodes.JsonNode.Parse(
            """{"errors":true,"items":[{"index":{"status":201}},{"index":{"status":400,"error":{"type":"document_parsing_exception","reason":"secret words of a customer"}}}]}""")));

        var refused = await Should.ThrowAsync<SearchUnavailableException>(() =>
            index.UpsertAsync([Entries.Passage("一", "一"), Entries.Passage("二", "二")], CancellationToken.None));

        refused.Message.ShouldBe("Elasticsearch: a change was refused with status 400 (document_parsing_exception).");
    }

    [Fact]
    public async Task A_node_that_stays_busy_fails_the_call_in_the_end()
    {
        var index = RemoteKit.Keyword(_server, options => options.MaxRetries = 2);
        await index.EnsureAsync(CancellationToken.None);
        _server.BusyLines = 1000;

        await Should.ThrowAsync<SearchUnavailableException>(() =>
            index.UpsertAsync([.. Enumerable.Range(0, 40).Select(_ => Entries.Passage("标题", "内容"))], CancellationToken.None));

        Bulks().Count.ShouldBe(3);
    }

    [Fact]
    public async Task Requests_stay_below_the_number_and_the_bytes_that_are_set()
    {
        var index = RemoteKit.Keyword(_server, options => (options.BulkEntries, options.BulkBytes) = (4, 10_000));

        await index.UpsertAsync([.. Enumerable.Range(0, 9).Select(_ => Entries.Passage("短", "短")), Entries.Passage("长", new string('长', 4000))], CancellationToken.None);

        Bulks().Select(bulk => bulk.Text.Count(character => character == '\n') / 2).ShouldBe([4, 4, 1, 1]);
    }

    [Fact]
    public async Task A_request_that_is_too_large_for_the_server_is_halved()
    {
        _server.MaxBytes = 6_000;
        var index = RemoteKit.Keyword(_server);

        await index.UpsertAsync([.. Enumerable.Range(0, 16).Select(number => Entries.Passage($"第{number}条", new string('字', 300)))], CancellationToken.None);

        (await index.CountAsync(CancellationToken.None)).ShouldBe(16);
    }

    [Fact]
    public async Task A_change_survives_a_broken_connection_and_a_server_that_is_away_for_a_while()
    {
        var index = RemoteKit.Keyword(_server, log: _log);
        await index.EnsureAsync(CancellationToken.None);
        _server.Next(IsBulk, _ => StubAnswer.Broken);
        _server.Next(IsBulk, _ => new StubAnswer(503, null));
        _server.Next(IsBulk, _ => new StubAnswer(429, null, RetryAfter: "3"));

        await index.UpsertAsync([Entries.Passage("标题", "内容")], CancellationToken.None);

        (await index.CountAsync(CancellationToken.None)).ShouldBe(1);
        _log.Lines.ShouldContain(line => line.EventId == 550 && line.Text.Contains("3000 ms"));
    }

    [Fact]
    public async Task A_search_is_tried_once()
    {
        var index = RemoteKit.Keyword(_server);
        await index.EnsureAsync(CancellationToken.None);
        _server.Next(request => request.Path.EndsWith("_search", StringComparison.Ordinal), _ => new StubAnswer(503, null));

        await Should.ThrowAsync<SearchUnavailableException>(() => index.SearchAsync("问题", Entries.Everything, 5, CancellationToken.None));

        _server.Requests.Count(request => request.Path.EndsWith("_search", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task An_alias_that_is_gone_does_not_come_back_as_an_index_with_guessed_fields()
    {
        var index = RemoteKit.Keyword(_server);
        await index.EnsureAsync(CancellationToken.None);
        _server.Indexes.Single().Value.Aliases.Clear();

        await Should.ThrowAsync<SearchUnavailableException>(() => index.UpsertAsync([Entries.Passage("标题", "内容")], CancellationToken.None));

        _server.Indexes.Keys.ShouldNotContain("wechat-knowledge");
    }

    [Fact]
    public async Task A_new_index_is_filled_unseen_and_takes_the_place_of_the_old_one_in_one_step()
    {
        var index = RemoteKit.Keyword(_server);
        var (kept, added) = (Entries.Passage("旧", "留下的内容"), Entries.Passage("新", "新增的内容"));
        await index.UpsertAsync([kept], CancellationToken.None);

        var next = await index.CreateNextAsync(CancellationToken.None);
        await next.UpsertAsync([kept, added], CancellationToken.None);
        (await index.CountAsync(CancellationToken.None)).ShouldBe(1);
        (await next.CountAsync(CancellationToken.None)).ShouldBe(2);
        await index.SwitchToAsync(next, CancellationToken.None);

        (await index.SearchAsync("新增的内容", Entries.Everything, 5, CancellationToken.None))[0].EntryId.ShouldBe(added.EntryId);
        _server.Indexes.Keys.ShouldBe(["wechat-knowledge-v1-000002"]);
        _server.Requests.Count(request => request.Path == "/_aliases").ShouldBe(1);
    }

    [Fact]
    public async Task A_filling_that_was_given_up_is_in_nobodys_way()
    {
        var index = RemoteKit.Keyword(_server);
        await index.UpsertAsync([Entries.Passage("旧", "内容")], CancellationToken.None);
        await index.CreateNextAsync(CancellationToken.None);

        var next = await index.CreateNextAsync(CancellationToken.None);
        await index.DiscardAsync(next, CancellationToken.None);

        _server.Indexes.Keys.Order().ShouldBe(["wechat-knowledge-v1-000001", "wechat-knowledge-v1-000002"]);
        (await index.CountAsync(CancellationToken.None)).ShouldBe(1);
        (await index.NeedsRebuildAsync(CancellationToken.None)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("key-of-the-operator", "", "", "ApiKey key-of-the-operator")]
    [InlineData("", "elastic", "pass:word", "Basic ZWxhc3RpYzpwYXNzOndvcmQ=")]
    public async Task The_key_goes_out_and_a_refusal_does_not_repeat_it(string key, string user, string password, string header)
    {
        _server.Wants = header;
        var index = RemoteKit.Keyword(_server, options => (options.ApiKey, options.UserName, options.Password) = (key, user, password), _log);
        await index.EnsureAsync(CancellationToken.None);
        _server.Wants = "another";

        var refused = await Should.ThrowAsync<SearchUnavailableException>(() => index.SearchAsync("问题", Entries.Everything, 5, CancellationToken.None));

        refused.Message.ShouldBe("Elasticsearch: a search was refused with status 401 (security_exception).");
        _log.Lines.ShouldAllBe(line => !line.Text.Contains("operator") && !line.Text.Contains("pass:word") && !line.Text.Contains("ZWxhc"));
    }

    private static bool IsBulk(StubRequest request) => request.Path.EndsWith("_bulk", StringComparison.Ordinal);

    private List<StubRequest> Bulks() => [.. _server.Requests.Where(IsBulk)];
}
