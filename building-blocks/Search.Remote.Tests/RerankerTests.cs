namespace WeChatPlatform.Search.Remote.Tests;

public sealed class RerankerTests : IAsyncLifetime
{
    private static readonly RerankCandidate[] Candidates =
    [
        Candidate(Entries.Passage("开票", "提供税号")),
        Candidate(Entries.Faq("多久发货", "两天内", "发货时间")),
        Candidate(Entries.Passage("退货", "七天内")),
    ];

    private readonly EndpointStub _server = new();

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _server.SpecificationFaults.ShouldBeEmpty();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("jina", "/v1")]
    [InlineData("tei", "")]
    public async Task Scores_come_in_the_order_of_the_candidates(string protocol, string path)
    {
        var reranker = RemoteKit.Reranker(_server, options => (options.Protocol, options.Url) = (protocol, _server.Url + path));

        var scores = await reranker.ScoreAsync("发货时间", Candidates, CancellationToken.None);

        scores.ShouldBe([0, 1, 0.25]);
    }

    [Fact]
    public async Task A_question_with_its_wordings_and_its_answer_is_sent_as_one_text()
    {
        await RemoteKit.Reranker(_server).ScoreAsync("发货", [Candidates[1]], CancellationToken.None);

        _server.Requests.Single().Body.GetProperty("documents")[0].GetString().ShouldBe("多久发货\n发货时间\n两天内");
    }

    [Fact]
    public async Task Nothing_is_asked_about_nothing()
    {
        (await RemoteKit.Reranker(_server).ScoreAsync("发货", [], CancellationToken.None)).ShouldBeEmpty();

        _server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Raw_scores_become_shares_of_one()
    {
        _server.Next(_ => true, _ => Results("""[{"index":2,"relevance_score":0},{"index":0,"relevance_score":-8.5},{"index":1,"relevance_score":9.1}]"""));

        var scores = await RemoteKit.Reranker(_server, options => options.RawScores = true).ScoreAsync("发货", Candidates, CancellationToken.None);

        scores.Select(score => Math.Round(score, 3)).ShouldBe([0, 1, 0.5]);
    }

    [Theory]
    [InlineData("""[{"index":0,"relevance_score":0.5}]""")]
    [InlineData("""[{"index":0,"relevance_score":0.5},{"index":0,"relevance_score":0.5},{"index":2,"relevance_score":0.5}]""")]
    [InlineData("""[{"index":0,"relevance_score":0.5},{"index":1,"relevance_score":0.5},{"index":3,"relevance_score":0.5}]""")]
    [InlineData("""[{"index":0,"relevance_score":0.5},{"index":1,"relevance_score":"high"},{"index":2,"relevance_score":0.5}]""")]
    [InlineData("""[{"index":0,"relevance_score":7.5},{"index":1,"relevance_score":0.5},{"index":2,"relevance_score":0.5}]""")]
    public async Task Scores_that_do_not_fit_the_candidates_are_refused(string results)
    {
        _server.Next(_ => true, _ => Results(results));

        await Should.ThrowAsync<SearchUnavailableException>(() => RemoteKit.Reranker(_server).ScoreAsync("发货", Candidates, CancellationToken.None));
    }

    [Fact]
    public async Task An_endpoint_that_is_away_is_asked_once()
    {
        _server.Next(_ => true, _ => EndpointStub.Error(503, "overloaded"));

        await Should.ThrowAsync<SearchUnavailableException>(() => RemoteKit.Reranker(_server).ScoreAsync("发货", Candidates, CancellationToken.None));

        _server.Requests.Count.ShouldBe(1);
    }

    private static StubAnswer Results(string results) => new(200, System.Text.Json.Nodes.JsonNode.Parse($$"""{"results":{{results}}}"""));

    private static RerankCandidate Candidate(IndexEntry entry) => new(entry, 0, null, 1, 0);
}
