using WeChatPlatform.Testing;

namespace WeChatPlatform.Search.Remote.Tests;

public sealed class EmbedderTests : IAsyncLifetime
{
    private readonly EndpointStub _server = new();

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _server.SpecificationFaults.ShouldBeEmpty();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Vectors_come_in_the_order_of_the_texts_and_have_unit_length()
    {
        _server.Shuffles = true;
        string[] texts = ["一", "二", "三", "四", "五", "六", "七"];

        var vectors = await RemoteKit.Embedder(_server, options => options.BatchSize = 3).EmbedAsync(texts, CancellationToken.None);

        vectors.Count.ShouldBe(7);
        foreach (var (text, vector) in texts.Zip(vectors))
        {
            var expected = Entries.Unit([.. EndpointStub.Vector(text).Select(number => (float)number)]);
            vector.ShouldBe(expected, 1e-5);
        }

        _server.Requests.Select(request => request.Body.GetProperty("input").GetArrayLength()).ShouldBe([3, 3, 1]);
    }

    [Fact]
    public async Task The_same_text_is_sent_once_and_not_again()
    {
        var embedder = RemoteKit.Embedder(_server);
        var first = await embedder.EmbedAsync(["甲", "乙", "甲"], CancellationToken.None);

        var second = await embedder.EmbedAsync(["乙", "丙", "甲"], CancellationToken.None);

        _server.Texts.ShouldBe(3);
        first[0].ShouldBe(first[2]);
        second[0].ShouldBe(first[1]);
    }

    [Fact]
    public async Task Nothing_is_sent_for_no_texts_and_a_blank_text_is_no_error()
    {
        var embedder = RemoteKit.Embedder(_server);

        (await embedder.EmbedAsync([], CancellationToken.None)).ShouldBeEmpty();
        (await embedder.EmbedAsync([" ", "\n"], CancellationToken.None)).Count.ShouldBe(2);

        _server.Texts.ShouldBe(1);
    }

    [Fact]
    public async Task A_long_text_is_cut()
    {
        await RemoteKit.Embedder(_server, options => options.MaxCharacters = 16).EmbedAsync([new string('长', 15) + "😀尾"], CancellationToken.None);

        _server.Requests.Single().Body.GetProperty("input")[0].GetString().ShouldBe(new string('长', 15));
    }

    [Fact]
    public async Task An_endpoint_that_takes_fewer_texts_is_asked_with_fewer_from_then_on()
    {
        _server.MostTexts = 10;
        var embedder = RemoteKit.Embedder(_server, options => options.BatchSize = 32);

        var vectors = await embedder.EmbedAsync([.. Enumerable.Range(0, 40).Select(number => $"第{number}条")], CancellationToken.None);

        vectors.Count.ShouldBe(40);
        _server.Requests.Select(request => request.Body.GetProperty("input").GetArrayLength()).ShouldBe([32, 16, 8, 8, 8, 8, 8]);
    }

    [Fact]
    public async Task A_limit_is_waited_for_as_long_as_it_asks()
    {
        var clock = new SkippingClock();
        _server.Next(_ => true, _ => EndpointStub.Error(429, "rate_limit_exceeded", retryAfter: "7"));
        _server.Next(_ => true, _ => StubAnswer.Broken);
        _server.Next(_ => true, _ => EndpointStub.Error(500, "server_error"));

        (await RemoteKit.Embedder(_server, time: clock).EmbedAsync(["文"], CancellationToken.None)).Count.ShouldBe(1);

        clock.Waits.First().ShouldBe(TimeSpan.FromSeconds(7));
        clock.Waits.Count.ShouldBeInRange(2, 3);
    }

    [Fact]
    public async Task What_was_embedded_before_a_failure_is_not_sent_again()
    {
        var embedder = RemoteKit.Embedder(_server, options => (options.BatchSize, options.MaxRetries) = (2, 0));
        _server.Next(_ => _server.Requests.Count == 2, _ => EndpointStub.Error(503, "overloaded"));
        await Should.ThrowAsync<SearchUnavailableException>(() => embedder.EmbedAsync(["一", "二", "三", "四"], CancellationToken.None));

        await embedder.EmbedAsync(["一", "二", "三", "四"], CancellationToken.None);

        _server.Requests.Select(request => request.Body.GetProperty("input")[0].GetString()).ShouldBe(["一", "三", "三"]);
    }

    [Fact]
    public async Task A_wrong_key_fails_at_once_and_neither_key_nor_text_is_told()
    {
        using var log = new KeptLog();
        _server.Wants = "Bearer right";

        var refused = await Should.ThrowAsync<SearchUnavailableException>(() =>
            RemoteKit.Embedder(_server, options => options.ApiKey = "wrong-key", log: log).EmbedAsync(["客户的问题"], CancellationToken.None));

        refused.Message.ShouldBe("The embedding endpoint: a text was refused with status 401 (invalid_api_key).");
        _server.Requests.Count.ShouldBe(1);
        log.Lines.ShouldAllBe(line => !line.Text.Contains("wrong-key") && !line.Text.Contains("客户"));
    }

    [Fact]
    public async Task A_model_with_other_dimensions_is_told_with_both_numbers()
    {
        var refused = await Should.ThrowAsync<SearchUnavailableException>(() =>
            RemoteKit.Embedder(_server, options => options.Dimensions = 1024).EmbedAsync(["文"], CancellationToken.None));

        refused.Message.ShouldContain("has 6 dimensions, Rag:Embedding:Dimensions says 1024");
    }

    [Theory]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"status":"ok"}""")]
    [InlineData("""{"data":[{"index":5,"embedding":[1,2,3,4,5,6]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[0,0,0,0,0,0]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":["a",2,3,4,5,6]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":"AAAA"}]}""")]
    [InlineData("null")]
    public async Task Nonsense_is_told_apart_from_vectors(string body)
    {
        _server.Next(_ => true, _ => new StubAnswer(200, System.Text.Json.Nodes.JsonNode.Parse(body)));

        (await Should.ThrowAsync<SearchUnavailableException>(() => RemoteKit.Embedder(_server).EmbedAsync(["文"], CancellationToken.None)))
            .Message.ShouldContain("not what is documented");
    }

    [Fact]
    public async Task An_endpoint_that_is_told_the_dimensions_gets_them()
    {
        await RemoteKit.Embedder(_server, options => options.RequestDimensions = true).EmbedAsync(["文"], CancellationToken.None);

        _server.Requests.Single().Body.GetProperty("dimensions").GetInt32().ShouldBe(EndpointStub.Dimensions);
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_not_told_of_a_failure()
    {
        using var gone = new CancellationTokenSource();
        _server.Next(_ => true, _ =>
        {
            gone.Cancel();
            return EndpointStub.Error(503, "overloaded");
        });

        await Should.ThrowAsync<OperationCanceledException>(() => RemoteKit.Embedder(_server).EmbedAsync(["文"], gone.Token));
    }

    [Fact]
    public async Task The_cache_forgets_what_was_used_longest_ago()
    {
        var cache = new MemoryVectorCache(2);
        await cache.PutAsync("m", [("a", [1]), ("b", [2])], CancellationToken.None);
        await cache.GetAsync("m", ["a"], CancellationToken.None);

        await cache.PutAsync("m", [("c", [3])], CancellationToken.None);

        (await cache.GetAsync("m", ["a", "b", "c"], CancellationToken.None)).Select(vector => vector?[0]).ShouldBe([1f, null, 3f]);
        (await cache.GetAsync("other", ["a"], CancellationToken.None)).ShouldBe([null]);
    }
}
