using System.Net;
using System.Net.Http.Json;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>What stands against sending, each by itself, over the socket and over HTTP.</summary>
public sealed class GateTests : IClassFixture<MessageService>
{
    private readonly MessageService service;

    public GateTests(MessageService service)
    {
        this.service = service;
        service.Desk.Unscripted();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_nothing_stands_against_goes_and_is_recorded_with_its_steps()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var decision = await AskedAsync(agent, line);

        (await line.AskGateAsync(decision)).ShouldBe(new GateWord("go", null, null));

        var steps = (await agent.ConversationAsync()).Only.Steps.ShouldHaveSingleItem();
        (steps.Part, steps.GateGrants, steps.RecipientVerifiedAt, steps.TypedAt)
            .ShouldBe((0, 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(1)));
        steps.GateGrantedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Every_attempt_needs_a_go_of_its_own_and_is_counted()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var decision = await AskedAsync(agent, line);
        await line.AskGateAsync(decision);

        (await line.AskGateAsync(decision)).Verdict.ShouldBe("go");

        (await agent.ConversationAsync()).Only.Steps.ShouldHaveSingleItem().GateGrants.ShouldBe(2);
    }

    [Fact]
    public async Task A_question_before_typing_grants_nothing()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var decision = await AskedAsync(agent, line);

        (await line.AskGateAsync(decision, "open")).Verdict.ShouldBe("go");

        (await agent.ConversationAsync()).Only.Steps.ShouldAllBe(steps => steps.GateGrants == 0);
        await agent.SayAsync("还有一个问题");
        (await line.AskGateAsync(decision)).Reason.ShouldBe("superseded");
    }

    [Theory]
    [InlineData("nobodys")]
    [InlineData("another agent's")]
    [InlineData("no such part")]
    [InlineData("another ledger's")]
    public async Task What_the_agent_was_not_handed_is_refused(string what)
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var decision = await AskedAsync(agent, line);
        if (what == "another agent's")
        {
            await using var foreign = await service.NewAgent().StartAsync();
            (await foreign.AskGateAsync(decision)).ShouldBe(new GateWord("refuse", "unknown_decision", null));
            return;
        }

        if (what == "another ledger's")
        {
            await service.ChangeAsync($"update decisions set claimed_by = 'ledger-2' where id = {decision}");
        }

        var answer = await line.AskGateAsync(what == "nobodys" ? Guid.NewGuid() : decision, part: what == "no such part" ? 1 : 0);

        answer.ShouldBe(new GateWord("refuse", "unknown_decision", null));
    }

    [Fact]
    public async Task A_draft_is_nobodys_to_send()
    {
        var agent = service.NewAgent(desktop: "real");
        var draft = (await agent.AskAsync("保修多久")).DecisionId;

        (await agent.AskGateAsync(draft)).Reason.ShouldBe("unknown_decision");
    }

    [Fact]
    public async Task What_is_settled_is_not_sent_again()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var decision = await AskedAsync(agent, line);
        await line.ReportAsync(decision, "verified");

        (await line.AskGateAsync(decision)).ShouldBe(new GateWord("refuse", "settled", null));
    }

    [Fact]
    public async Task A_part_that_has_its_outcome_is_not_sent_again_while_the_next_one_goes()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        service.Desk.Reply = ask => Desk.Says(ask, new string('长', 800));
        var decision = await AskedAsync(agent, line);
        await line.ReportAsync(decision, "verified", part: 0);

        (await line.AskGateAsync(decision, part: 0)).Reason.ShouldBe("settled");
        (await line.AskGateAsync(decision, part: 1)).Verdict.ShouldBe("go");
    }

    [Fact]
    public async Task What_the_customer_overtook_is_refused_and_the_refusal_is_recorded()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var decision = await AskedAsync(agent, line);
        await agent.SayAsync("还有一个问题");

        (await line.AskGateAsync(decision)).ShouldBe(new GateWord("refuse", "superseded", null));
        await line.AskGateAsync(decision);

        var seen = await agent.ConversationAsync(conversation => conversation.Decisions.Count == 2);
        seen.Decisions[0].GateRefusals.ShouldBe([new RefusalView(0, "enter", "refuse", "superseded", 2)]);
    }

    [Fact]
    public async Task Nothing_is_said_in_a_paused_conversation()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var decision = await AskedAsync(agent, line);
        var id = (await agent.ConversationAsync()).Conversation.Id;
        using var paused = await service.OperateAsync($"conversations/{id}/pause");

        (await line.AskGateAsync(decision)).ShouldBe(new GateWord("refuse", "conversation_paused", null));

        using var resumed = await service.OperateAsync($"conversations/{id}/resume");
        (await line.AskGateAsync(decision)).Verdict.ShouldBe("go");
    }

    [Fact]
    public async Task An_answer_that_is_too_old_is_not_said()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        await agent.SayAsync("保修多久");
        var frame = await line.DecisionAsync();
        frame.ExpiresAt.ShouldNotBeNull().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddMinutes(8));
        await service.ChangeAsync($"update decisions set expires_at = now() where id = {frame.DecisionId}");

        (await line.AskGateAsync(frame.DecisionId)).ShouldBe(new GateWord("refuse", "expired", null));
    }

    [Fact]
    public async Task A_stopped_agent_holds_until_it_is_resumed()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var decision = await AskedAsync(agent, line);
        using var stopped = await service.OperateAsync($"agents/{agent.Id}/stop", new { reason = "盘点" });
        stopped.StatusCode.ShouldBe(HttpStatusCode.OK);

        (await line.AskGateAsync(decision)).ShouldBe(new GateWord("hold", "agent_stopped", 15));

        using var resumed = await service.OperateAsync($"agents/{agent.Id}/resume");
        (await line.AskGateAsync(decision)).Verdict.ShouldBe("go");
        (await agent.ConversationAsync()).Only.GateRefusals.ShouldBe([new RefusalView(0, "enter", "hold", "agent_stopped", 1)]);
    }

    [Theory]
    [InlineData("pace_chat", "pace_chat")]
    [InlineData("words of a newer agent", "held_by_agent")]
    public async Task What_the_agent_lets_wait_itself_is_recorded_and_ends_when_it_is_over(string held, string reason)
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var decision = await AskedAsync(agent, line);

        (await line.AskGateAsync(decision, "open", held: held)).ShouldBe(new GateWord("hold", reason, 15));

        (await agent.ConversationAsync()).Only.GateRefusals.ShouldBe([new RefusalView(0, "open", "hold", reason, 1)]);
        await agent.SayAsync("还有一个问题");
        (await line.AskGateAsync(decision, "open", held: held)).ShouldBe(new GateWord("refuse", "superseded", null));
    }

    [Fact]
    public async Task In_quiet_hours_nothing_is_typed()
    {
        var now = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        await using var quiet = await MessageService.StartAsync(
            ("Message:QuietHours", $"{now.AddHours(-1):HH:mm}-{now.AddHours(2):HH:mm}"), ("Message:GateAskAgainSeconds", "30"));
        var agent = quiet.NewAgent();
        await using var line = await agent.StartAsync();
        var decision = await AskedAsync(agent, line);

        (await line.AskGateAsync(decision, "open")).ShouldBe(new GateWord("hold", "quiet_hours", 30));
    }

    [Fact]
    public async Task A_question_under_an_older_lease_is_never_granted()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var decision = await AskedAsync(agent, line);
        await service.ChangeAsync($"update agents set lease = lease + 1, instance_id = 'another' where agent_id = {agent.Id}");

        (await line.AskGateAsync(decision)).ShouldBe(new GateWord("hold", "lease_lost", 15));
        (await agent.AskGateAsync(decision)).Reason.ShouldBe("lease_lost");
        (await agent.ConversationAsync()).Only.Steps.ShouldAllBe(steps => steps.GateGrants == 0);
    }

    [Fact]
    public async Task What_ends_a_decision_comes_before_what_only_holds_it()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var decision = await AskedAsync(agent, line);
        using var stopped = await service.OperateAsync($"agents/{agent.Id}/stop");
        await agent.SayAsync("还有一个问题");

        (await line.AskGateAsync(decision)).Reason.ShouldBe("superseded");
    }

    [Fact]
    public async Task The_same_gate_answers_over_HTTP()
    {
        var agent = service.NewAgent();
        var decision = (await agent.AskAsync("保修多久")).DecisionId;

        (await agent.AskGateAsync(decision)).ShouldBe(new GateWord("go", null, null));

        using var stopped = await service.OperateAsync($"agents/{agent.Id}/stop");
        stopped.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var beat = await agent.Http.PostAsJsonAsync("/api/v1/heartbeat", new { }, Ct);
        using var now = await service.OperateAsync($"agents/{agent.Id}/stop");
        (await agent.AskGateAsync(decision)).ShouldBe(new GateWord("hold", "agent_stopped", 15));
    }

    [Theory]
    [InlineData("enter", -1)]
    [InlineData("press", 0)]
    [InlineData(null, 0)]
    public async Task A_question_that_is_none_is_refused(string? step, int part)
    {
        var agent = service.NewAgent();

        using var answer = await agent.Http.PostAsJsonAsync($"/api/v1/decisions/{Guid.NewGuid()}/gate", new { part, step }, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.TitleAsync()).ShouldBe("invalid_gate");
    }

    private static async Task<Guid> AskedAsync(AgentClient agent, AgentLine line)
    {
        await agent.SayAsync("保修多久");
        return (await line.DecisionAsync()).DecisionId;
    }
}
