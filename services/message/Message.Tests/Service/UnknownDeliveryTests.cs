using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>What nobody knows is shown to a person with both texts, and the person's word stands.</summary>
public sealed class UnknownDeliveryTests : IClassFixture<MessageService>
{
    private readonly MessageService service;

    public UnknownDeliveryTests(MessageService service)
    {
        this.service = service;
        service.Desk.Unscripted();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_unknown_part_is_listed_with_what_was_meant_what_was_seen_and_its_steps()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var decision = await DoubtAsync(agent, line);

        var item = (await ListAsync(agent)).ShouldHaveSingleItem();

        item.ShouldSatisfyAllConditions(
            one => one.GetProperty("decision_id").GetGuid().ShouldBe(decision), one => one.GetProperty("part").GetInt32().ShouldBe(0),
            one => one.GetProperty("intended").GetString().ShouldBe("答：保修多久"),
            one => one.GetProperty("observed").GetString()!.Length.ShouldBe(2000),
            one => one.GetProperty("reason").GetString().ShouldBe("not_seen"),
            one => one.GetProperty("steps").GetProperty("gate_grants").GetInt32().ShouldBe(1),
            one => one.GetProperty("steps").GetProperty("entered_at").GetDateTimeOffset().ShouldBe(DateTimeOffset.UnixEpoch));
    }

    [Theory]
    [InlineData("verified")]
    [InlineData("not_sent")]
    public async Task A_person_settles_it_and_it_is_listed_no_more(string outcome)
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var decision = await DoubtAsync(agent, line);

        using var answer = await SettleAsync(decision, outcome);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ListAsync(agent)).ShouldBeEmpty();
        var delivery = (await agent.ConversationAsync()).Only.Deliveries.ShouldHaveSingleItem();
        (delivery.Outcome, delivery.Reason, delivery.SettledBy, delivery.Note).ShouldBe((outcome, "settled_by_person", "operator", "看过聊天记录"));
        await service.Host.NextAsync<ReplyDelivered>(told => told.DecisionId == decision && told.Outcome == outcome);
    }

    [Fact]
    public async Task What_is_known_cannot_be_settled()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var decision = await DoubtAsync(agent, line);
        using var first = await SettleAsync(decision, "verified");

        using var second = await SettleAsync(decision, "not_sent");

        (second.StatusCode, await second.TitleAsync()).ShouldBe((HttpStatusCode.Conflict, "not_unknown"));
    }

    [Fact]
    public async Task What_an_agent_sees_after_a_person_settled_it_stands_beside_the_persons_word()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var decision = await DoubtAsync(agent, line);
        using var settled = await SettleAsync(decision, "not_sent");

        await line.ReportAsync(decision, "verified", reason: "seen_late");

        var delivery = (await agent.ConversationAsync()).Only.Deliveries.ShouldHaveSingleItem();
        (delivery.Outcome, delivery.SettledBy).ShouldBe(("not_sent", "operator"));
        delivery.SeenLaterAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_the_agent_clears_up_itself_needs_no_person()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var decision = await DoubtAsync(agent, line);

        await line.ReportAsync(decision, "verified", reason: "seen_late");

        (await ListAsync(agent)).ShouldBeEmpty();
        using var answer = await SettleAsync(decision, "not_sent");
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("unknown", HttpStatusCode.BadRequest, "invalid_settlement")]
    [InlineData(null, HttpStatusCode.BadRequest, "invalid_settlement")]
    [InlineData("verified", HttpStatusCode.NotFound, "delivery_not_found")]
    public async Task A_settlement_of_nothing_is_refused(string? outcome, HttpStatusCode status, string title)
    {
        using var answer = await SettleAsync(Guid.NewGuid(), outcome);

        (answer.StatusCode, await answer.TitleAsync()).ShouldBe((status, title));
    }

    [Fact]
    public async Task Pages_of_unknown_parts_miss_none()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        foreach (var chat in new[] { "一", "二", "三" })
        {
            await DoubtAsync(agent, line, chat);
        }

        List<string?> chats = [];
        string? next = null;
        do
        {
            var page = await service.Host.Viewer.GetFromJsonAsync<JsonElement>($"/api/v1/deliveries/unknown?limit=1{next}", Ct);
            chats.AddRange(page.GetProperty("items").EnumerateArray()
                .Where(item => item.GetProperty("agent_id").GetString() == agent.Id)
                .Select(item => item.GetProperty("chat_name").GetString()));
            next = page.TryGetProperty("next", out var key) ? $"&before={key.GetString()}" : null;
        }
        while (next is not null);

        chats.ShouldBe(["三", "二", "一"]);
        using var wrong = await service.Host.Viewer.GetAsync("/api/v1/deliveries/unknown?before=x", Ct);
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static async Task<Guid> DoubtAsync(AgentClient agent, AgentLine line, string chat = "张三")
    {
        await agent.SayAsync("保修多久", chat);
        var decision = (await line.DecisionAsync()).DecisionId;
        await line.AskGateAsync(decision);
        using var reported = await agent.Http.PostAsJsonAsync(
            "/api/v1/deliveries",
            new
            {
                decision_id = decision, part = 0, outcome = "unknown", reason = "not_seen", observed = new string('看', 3000),
                steps = new { entered_at = DateTimeOffset.UnixEpoch },
            },
            Ct);
        reported.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        return decision;
    }

    private async Task<List<JsonElement>> ListAsync(AgentClient agent) =>
        [.. (await service.Host.Viewer.GetFromJsonAsync<JsonElement>("/api/v1/deliveries/unknown?limit=200", Ct)).GetProperty("items").EnumerateArray()
            .Where(item => item.GetProperty("agent_id").GetString() == agent.Id)];

    private Task<HttpResponseMessage> SettleAsync(Guid decision, string? outcome) =>
        service.OperateAsync($"deliveries/{decision}/0/settle", new { outcome, note = "看过聊天记录" });
}
