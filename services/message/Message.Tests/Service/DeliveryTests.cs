using System.Net;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Message.Tests.Service;

public sealed class DeliveryTests : IClassFixture<MessageService>
{
    private readonly MessageService service;

    public DeliveryTests(MessageService service)
    {
        this.service = service;
        service.Desk.Unscripted();
    }

    [Fact]
    public async Task A_verified_part_settles_the_decision_and_is_told_once_however_often_it_is_reported()
    {
        var agent = service.NewAgent();
        await using var line = await agent.ConnectAsync();
        await agent.SayAsync("保修多久");
        var decision = (await line.DecisionAsync()).DecisionId;

        await line.ReportAsync(decision, "verified");
        await line.ReportAsync(decision, "verified");
        await line.ReportAsync(decision, "not_sent", reason: "chat_not_found");

        (await agent.ConversationAsync()).Only.ShouldSatisfyAllConditions(
            d => d.DeliveryState.ShouldBe("settled"), d => d.Deliveries.ShouldBe([new DeliveryView(0, "verified", null)]));
        await OnlyToldAsync(agent, "verified");
    }

    [Fact]
    public async Task The_event_of_a_delivery_says_when_it_was_typed_and_when_it_was_asked()
    {
        var agent = service.NewAgent();
        await using var line = await agent.ConnectAsync();
        var asked = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        await agent.SayAsync("保修多久");

        await line.ReportAsync((await line.DecisionAsync()).DecisionId, "verified");

        var told = await service.Host.NextAsync<ReplyDelivered>(told => told.AgentId == agent.Id);
        told.At.ShouldBe(DateTimeOffset.UnixEpoch);
        told.ReceivedAt.ShouldBeGreaterThan(asked);
    }

    [Fact]
    public async Task An_unknown_part_may_be_cleared_up_and_nothing_else_changes_it()
    {
        var agent = service.NewAgent();
        await using var line = await agent.ConnectAsync();
        await agent.SayAsync("保修多久");
        var decision = (await line.DecisionAsync()).DecisionId;

        await line.ReportAsync(decision, "unknown", reason: "read_back_failed");
        await line.ReportAsync(decision, "not_sent", reason: "chat_not_found");
        (await agent.ConversationAsync()).Only.Deliveries.ShouldBe([new DeliveryView(0, "unknown", "read_back_failed")]);
        await line.ReportAsync(decision, "verified");

        (await agent.ConversationAsync()).Only.Deliveries.ShouldBe([new DeliveryView(0, "verified", null)]);
        await OnlyToldAsync(agent, "unknown", "verified");
    }

    [Fact]
    public async Task A_decision_of_two_parts_is_settled_by_the_second()
    {
        var agent = service.NewAgent();
        await using var line = await agent.ConnectAsync();
        service.Desk.Reply = ask => Desk.Says(ask, new string('长', 800));
        await agent.SayAsync("详细说说");
        var decision = (await line.DecisionAsync()).DecisionId;

        await line.ReportAsync(decision, "verified", part: 0);
        (await agent.ConversationAsync()).Only.DeliveryState.ShouldBe("claimed");
        await line.ReportAsync(decision, "verified", part: 1);

        (await agent.ConversationAsync()).Only.DeliveryState.ShouldBe("settled");
    }

    [Fact]
    public async Task A_part_that_was_not_sent_settles_the_decision_because_the_rest_is_never_typed()
    {
        var agent = service.NewAgent();
        await using var line = await agent.ConnectAsync();
        service.Desk.Reply = ask => Desk.Says(ask, new string('长', 800));
        await agent.SayAsync("详细说说");

        await line.ReportAsync((await line.DecisionAsync()).DecisionId, "not_sent", reason: "chat_not_found");

        (await agent.ConversationAsync()).Only.DeliveryState.ShouldBe("settled");
    }

    [Fact]
    public async Task Another_agents_report_is_acknowledged_and_changes_nothing()
    {
        var (agent, other) = (service.NewAgent(), service.NewAgent());
        await using var line = await agent.ConnectAsync();
        await using var foreign = await other.ConnectAsync();
        await agent.SayAsync("保修多久");
        var decision = (await line.DecisionAsync()).DecisionId;

        await foreign.ReportAsync(decision, "not_sent", reason: "chat_not_found");

        (await agent.ConversationAsync()).Only.ShouldSatisfyAllConditions(
            d => d.DeliveryState.ShouldBe("claimed"), d => d.Deliveries.ShouldBeEmpty());
    }

    [Fact]
    public async Task A_draft_that_was_never_handed_out_cannot_be_delivered()
    {
        var agent = service.NewAgent(desktop: "real");
        var draft = (await agent.AskAsync("保修多久")).DecisionId;

        using var answer = await agent.ReportAsync(draft, 0, "verified");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await agent.ConversationAsync()).Only.DeliveryState.ShouldBe("none");
    }

    [Fact]
    public async Task What_a_response_carried_is_reported_over_HTTP()
    {
        var agent = service.NewAgent();
        var decision = (await agent.AskAsync("保修多久")).DecisionId;

        using var first = await agent.ReportAsync(decision, 0, "verified");
        using var again = await agent.ReportAsync(decision, 0, "verified");

        (first.StatusCode, again.StatusCode).ShouldBe((HttpStatusCode.NoContent, HttpStatusCode.NoContent));
        (await agent.ConversationAsync()).Only.DeliveryState.ShouldBe("settled");
        await OnlyToldAsync(agent, "verified");
    }

    [Theory]
    [InlineData(0, "maybe", null, HttpStatusCode.BadRequest, "invalid_delivery")]
    [InlineData(0, "verified", 101, HttpStatusCode.BadRequest, "invalid_delivery")]
    [InlineData(1, "verified", null, HttpStatusCode.NotFound, "decision_not_found")]
    [InlineData(-1, "verified", null, HttpStatusCode.NotFound, "decision_not_found")]
    public async Task A_report_that_fits_no_part_is_refused(
        int part, string outcome, int? reasonLength, HttpStatusCode status, string title)
    {
        var agent = service.NewAgent();
        var decision = (await agent.AskAsync("保修多久")).DecisionId;

        using var answer = await agent.ReportAsync(decision, part, outcome, reasonLength is { } length ? new string('x', length) : null);

        answer.StatusCode.ShouldBe(status);
        (await answer.TitleAsync()).ShouldBe(title);
        (await agent.ConversationAsync()).Only.Deliveries.ShouldBeEmpty();
    }

    // The last event of the conversation that the outbox publishes in order is a later message's.
    private async Task OnlyToldAsync(AgentClient agent, params string[] outcomes)
    {
        var before = service.Host.Published<MessageReceived>().Count(told => told.AgentId == agent.Id);
        await agent.SayAsync("谢谢");
        await Testing.Eventually.Holds(
            "the later message is told", () => service.Host.Published<MessageReceived>().Count(told => told.AgentId == agent.Id) > before);
        service.Host.Published<ReplyDelivered>().Where(told => told.AgentId == agent.Id).Select(told => told.Outcome).ShouldBe(outcomes);
    }
}
