using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Message.Tests.Service;

public sealed class AgentStatusTests(MessageService service) : IClassFixture<MessageService>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_heartbeat_is_answered_with_the_time_of_the_server()
    {
        var agent = service.NewAgent();
        var before = TimeProvider.System.GetUtcNow().AddSeconds(-1);

        using var answer = await BeatAsync(agent);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var body = await answer.JsonAsync();
        body.GetProperty("received").GetBoolean().ShouldBeTrue();
        body.GetProperty("server_time").GetDateTimeOffset().ShouldBeGreaterThan(before);
    }

    [Fact]
    public async Task An_agent_that_gave_a_sign_of_life_is_online()
    {
        var agent = service.NewAgent();

        using var answer = await BeatAsync(agent);

        (await StatusAsync(agent)).GetProperty("online").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task What_waits_on_the_agents_side_is_kept_as_it_last_said()
    {
        var agent = service.NewAgent();
        using var first = await BeatAsync(agent);
        (await StatusAsync(agent)).TryGetProperty("queued_messages", out _).ShouldBeFalse();

        using var second = await agent.Http.PostAsJsonAsync("/api/v1/heartbeat", new { status = new { queued_messages = 7 } }, Ct);
        using var silent = await BeatAsync(agent);

        (await StatusAsync(agent)).GetProperty("queued_messages").GetInt32().ShouldBe(7);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"status": "fine"}""")]
    [InlineData("""{"status": {"queued_messages": "many"}}""")]
    [InlineData("""{"status": {"queued_messages": -1}}""")]
    [InlineData("""{"status": {"queued_messages": 1.5}}""")]
    [InlineData("""{"status": {"queued_messages": 99999999999}}""")]
    public async Task Whatever_a_heartbeat_says_it_is_a_sign_of_life(string body)
    {
        var agent = service.NewAgent();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var answer = await agent.Http.PostAsync("/api/v1/heartbeat", content, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(agent)).TryGetProperty("queued_messages", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_connected_agent_is_online_without_a_heartbeat()
    {
        var agent = service.NewAgent();
        await using var line = await agent.ConnectAsync();

        // Acknowledged after the hello.
        await line.ReportAsync(Guid.CreateVersion7(), "verified");

        (await StatusAsync(agent)).GetProperty("online").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_sign_of_life_is_told_to_the_other_services()
    {
        var agent = service.NewAgent();

        using var answer = await BeatAsync(agent);

        (await service.Host.NextAsync<AgentSeen>(told => told.AgentId == agent.Id)).SeenId.ShouldNotBe(Guid.Empty);
    }

    [Fact]
    public async Task What_an_agent_has_not_delivered_is_counted()
    {
        var agent = service.NewAgent();
        using var answer = await BeatAsync(agent);
        await agent.SayAsync("保修多久");
        await agent.ConversationAsync(seen => seen.Decisions.Count == 1);

        (await StatusAsync(agent)).GetProperty("open_deliveries").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_console_user_sends_no_heartbeat()
    {
        using var answer = await service.Host.Admin.PostAsJsonAsync("/api/v1/heartbeat", new { }, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Agents_do_not_see_each_other()
    {
        using var answer = await service.NewAgent().Http.GetAsync("/api/v1/agents/status", Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static Task<HttpResponseMessage> BeatAsync(AgentClient agent) => agent.Http.PostAsJsonAsync(
        "/api/v1/heartbeat", new { agent_id = agent.Id, status = new { chats = 3 }, timestamp = "2026-05-04T08:00:00Z" }, Ct);

    private async Task<JsonElement> StatusAsync(AgentClient agent) =>
        (await service.Host.Viewer.GetFromJsonAsync<JsonElement>("/api/v1/agents/status", Ct)).GetProperty("agents").EnumerateArray()
            .Single(one => one.GetProperty("agent_id").GetString() == agent.Id);
}
