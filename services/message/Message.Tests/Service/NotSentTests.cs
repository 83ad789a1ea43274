using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Contracts;
using WeChatPlatform.Message.Deliveries;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>What was decided and could not be sent ends with a person, not in silence.</summary>
public sealed class NotSentTests : IClassFixture<MessageService>
{
    private readonly MessageService service;

    public NotSentTests(MessageService service)
    {
        this.service = service;
        service.Desk.Unscripted();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_that_was_not_sent_asks_for_a_person_once_whatever_its_parts()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        service.Desk.Reply = ask => Desk.Says(ask, new string('长', 800));
        await agent.SayAsync("详细说说");
        var decision = (await line.DecisionAsync()).DecisionId;

        await line.ReportAsync(decision, "not_sent", part: 0, reason: "chat_not_found");
        await line.ReportAsync(decision, "not_sent", part: 1, reason: "earlier_part_not_sent");

        (await HandoffsAsync(agent, decision)).ShouldBe(["not_sent:chat_not_found"]);
    }

    [Theory]
    [InlineData("superseded")]
    [InlineData("conversation_paused")]
    public async Task Where_somebody_else_answers_nobody_is_asked_for(string reason)
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        await agent.SayAsync("保修多久");
        var decision = (await line.DecisionAsync()).DecisionId;

        await line.ReportAsync(decision, "not_sent", reason: reason);

        (await HandoffsAsync(agent, decision)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_part_waits_in_its_list_and_asks_for_nobody_beside_it()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        service.Desk.Reply = ask => Desk.Says(ask, new string('长', 800));
        await agent.SayAsync("详细说说");
        var decision = (await line.DecisionAsync()).DecisionId;

        await line.ReportAsync(decision, "unknown", part: 0, reason: "not_seen");
        await line.ReportAsync(decision, "not_sent", part: 1, reason: "earlier_part_unknown");

        (await HandoffsAsync(agent, decision)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_grew_too_old_while_its_agent_was_away_ends_with_a_person()
    {
        var agent = service.NewAgent();
        await agent.SayAsync("保修多久");
        var decision = (await agent.ConversationAsync(seen => seen.Decisions.Count == 1)).Only.Id;
        await AgeAsync(decision);

        await SweepAsync();

        (await agent.ConversationAsync()).Only.ShouldSatisfyAllConditions(
            one => one.DeliveryState.ShouldBe("settled"), one => one.Deliveries.ShouldBe([new DeliveryView(0, "not_sent", "expired")]));
        (await HandoffsAsync(agent, decision)).ShouldBe(["not_sent:expired"]);
    }

    [Fact]
    public async Task What_the_gate_let_through_does_not_grow_too_old()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        await agent.SayAsync("保修多久");
        var decision = (await line.DecisionAsync()).DecisionId;
        await line.AskGateAsync(decision);
        await AgeAsync(decision);

        await SweepAsync();

        (await agent.ConversationAsync()).Only.DeliveryState.ShouldBe("claimed");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_somebody_took_who_need_not_ask_may_have_been_typed(bool overHttp)
    {
        var agent = service.NewAgent();
        await using var line = overHttp ? null : await agent.ConnectAsync();
        Guid decision;
        if (line is null)
        {
            decision = (await agent.AskAsync("保修多久")).DecisionId;
        }
        else
        {
            await agent.SayAsync("保修多久");
            decision = (await line.DecisionAsync()).DecisionId;
        }

        await AgeAsync(decision);
        await SweepAsync();

        (await agent.ConversationAsync()).Only.DeliveryState.ShouldBe("claimed");
    }

    private Task AgeAsync(Guid decision) =>
        service.ChangeAsync($"update decisions set expires_at = now() - interval '2 minutes' where id = {decision}");

    private Task<int> SweepAsync() => service.Host.Services.GetRequiredService<ExpiredDecisions>().SettleAsync(Ct);

    // The last event of the conversation that the outbox publishes in order is a later message's.
    private async Task<IEnumerable<string>> HandoffsAsync(AgentClient agent, Guid decision)
    {
        var before = service.Host.Published<MessageReceived>().Count(told => told.AgentId == agent.Id);
        await agent.SayAsync("谢谢");
        await Testing.Eventually.Holds(
            "the later message is told", () => service.Host.Published<MessageReceived>().Count(told => told.AgentId == agent.Id) > before);
        return service.Host.Published<HandoffRequested>().Where(told => told.DecisionId == decision).Select(told => told.Reason);
    }
}
