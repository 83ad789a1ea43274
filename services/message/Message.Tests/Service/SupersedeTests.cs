using WeChatPlatform.Contracts;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>The customer writes on before the answer is sent: one decision answers all.</summary>
public sealed class SupersedeTests : IClassFixture<MessageService>
{
    private readonly MessageService service;

    public SupersedeTests(MessageService service)
    {
        this.service = service;
        service.Desk.Unscripted();
    }

    [Fact]
    public async Task What_waits_for_an_agent_that_is_away_is_decided_again_with_the_newer_message()
    {
        var agent = service.NewAgent();
        var first = await agent.SayAsync("第一问");
        await agent.ConversationAsync(seen => seen.Decisions.Count == 1);

        var second = await agent.SayAsync("第二问");

        var conversation = await agent.ConversationAsync(seen => seen.Decisions.Count == 2);
        conversation.Decisions.Select(decision => decision.DeliveryState).ShouldBe(["superseded", "waiting"]);
        conversation.Decisions[1].Parts.ShouldBe(["答：第一问\n第二问"]);
        conversation.Decisions[1].MessageIds.ShouldBe([first, second]);
        conversation.Decisions[0].SupersededBy.ShouldBe(conversation.Decisions[1].Id);
        conversation.Messages.ShouldAllBe(message => message.DecisionId == conversation.Decisions[1].Id);
    }

    [Fact]
    public async Task What_was_told_and_taken_back_is_told_to_the_other_services()
    {
        var agent = service.NewAgent();
        var first = await agent.SayAsync("第一问");
        var decided = await service.Host.NextAsync<ReplyDecided>(told => told.AgentId == agent.Id);

        await agent.SayAsync("第二问");

        var superseded = await service.Host.NextAsync<ReplySuperseded>(told => told.AgentId == agent.Id);
        (superseded.DecisionId, superseded.TurnId).ShouldBe((decided.DecisionId, decided.TurnId!.Value));
        superseded.MessageIds.ShouldBe([first]);
        (await service.Host.NextAsync<ReplyDecided>(told => told.TurnId == superseded.SupersededByTurnId)).MessageIds.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_at_an_agent_that_asks_is_taken_back_and_the_merged_answer_is_sent()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        await agent.SayAsync("第一问");
        var first = (await line.DecisionAsync()).DecisionId;

        await agent.SayAsync("第二问");

        (await line.DecisionAsync()).Parts.ShouldBe(["答：第一问\n第二问"]);
        (await line.AskGateAsync(first)).Reason.ShouldBe("superseded");
        await line.ReportAsync(first, "not_sent", reason: "superseded");
        (await agent.ConversationAsync()).Decisions[0].ShouldSatisfyAllConditions(
            decision => decision.DeliveryState.ShouldBe("superseded"), decision => decision.Deliveries.ShouldBeEmpty());
    }

    [Fact]
    public async Task What_the_gate_let_through_is_not_taken_back_and_the_newer_message_is_answered_next()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        await agent.SayAsync("第一问");
        var first = (await line.DecisionAsync()).DecisionId;
        await line.AskGateAsync(first);

        await agent.SayAsync("第二问");

        (await line.DecisionAsync()).Parts.ShouldBe(["答：第二问"]);
        (await line.AskGateAsync(first)).Verdict.ShouldBe("go");
        (await agent.ConversationAsync()).Decisions[0].DeliveryState.ShouldBe("claimed");
    }

    [Fact]
    public async Task What_a_waiting_request_took_counts_as_gone_out()
    {
        var agent = service.NewAgent();
        await agent.AskAsync("第一问");

        (await agent.AskAsync("第二问")).Content.ShouldBe("答：第二问");
    }

    [Fact]
    public async Task What_an_agent_took_that_never_asks_counts_as_gone_out()
    {
        var agent = service.NewAgent();
        await using var line = await agent.ConnectAsync();
        await agent.SayAsync("第一问");
        await line.DecisionAsync();

        await agent.SayAsync("第二问");

        (await line.DecisionAsync()).Parts.ShouldBe(["答：第二问"]);
    }

    [Fact]
    public async Task A_turn_that_is_decided_while_another_waits_behind_it_is_decided_again_with_it_and_told_once()
    {
        var agent = service.NewAgent();
        service.Desk.Reply = _ => null;
        var first = await agent.SayAsync("第一问");
        var ask = await service.GenerationAsync(agent);
        var second = await agent.SayAsync("第二问");
        service.Desk.Unscripted();

        await service.Host.PublishAsync(Desk.Says(ask, "答：第一问"));

        var conversation = await agent.ConversationAsync(seen => seen.Decisions.Count == 2);
        conversation.Decisions.Select(decision => decision.DeliveryState).ShouldBe(["superseded", "waiting"]);
        conversation.Decisions[1].MessageIds.ShouldBe([first, second]);
        var told = await service.Host.NextAsync<ReplyDecided>(decided => decided.AgentId == agent.Id);
        told.DecisionId.ShouldBe(conversation.Decisions[1].Id);
        service.Host.Published<ReplySuperseded>().ShouldNotContain(superseded => superseded.AgentId == agent.Id);
    }

    [Fact]
    public async Task What_comes_while_a_turn_is_prepared_is_answered_together_with_it()
    {
        var agent = service.NewAgent();
        service.Desk.Customer = _ => null;
        await agent.SayAsync("第一问");
        var ask = await service.AskedAsync<IdentifyCustomer>(who => who.AgentId == agent.Id);
        await agent.SayAsync("第二问");
        service.Desk.Unscripted();

        await service.Host.PublishAsync(Desk.Known(ask));

        (await agent.ConversationAsync(seen => seen.Decisions.Count == 2)).Decisions[1].Parts.ShouldBe(["答：第一问\n第二问"]);
    }

    [Fact]
    public async Task An_answer_decided_while_the_agent_is_stopped_waits_and_goes_when_it_is_resumed()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        using var stopped = await service.OperateAsync($"agents/{agent.Id}/stop");
        await agent.SayAsync("第一问");
        var decision = (await line.DecisionAsync()).DecisionId;
        (await line.AskGateAsync(decision, "open")).Verdict.ShouldBe("hold");

        using var resumed = await service.OperateAsync($"agents/{agent.Id}/resume");

        (await line.AskGateAsync(decision)).Verdict.ShouldBe("go");
    }

    [Fact]
    public async Task A_request_that_waits_for_the_first_message_gets_the_answer_to_both()
    {
        var agent = service.NewAgent();
        service.Desk.Reply = _ => null;
        var waiting = agent.AskAsync("第一问");
        var ask = await service.GenerationAsync(agent);
        await agent.SayAsync("第二问");
        service.Desk.Unscripted();

        await service.Host.PublishAsync(Desk.Says(ask, "答：第一问"));

        (await waiting).Content.ShouldBe("答：第一问\n第二问");
    }

    [Fact]
    public async Task After_so_many_in_a_row_the_answer_goes_out_and_the_newer_message_is_answered_next()
    {
        await using var limited = await MessageService.StartAsync(("Message:SupersedeLimit", "2"));
        var agent = limited.NewAgent();
        foreach (var count in Enumerable.Range(1, 6))
        {
            await agent.SayAsync($"{count}");
            await agent.ConversationAsync(seen => seen.Decisions.Count == count);
        }

        var conversation = await agent.ConversationAsync();

        var (third, last) = (conversation.Decisions[2], conversation.Decisions[5]);
        conversation.Decisions.Select(decision => decision.DeliveryState)
            .ShouldBe(["superseded", "superseded", "waiting", "superseded", "superseded", "waiting"]);
        conversation.Decisions.Select(decision => decision.SupersededBy)
            .ShouldBe([third.Id, third.Id, null, last.Id, last.Id, null]);
        (third.Parts.Single(), last.Parts.Single()).ShouldBe(("答：1\n2\n3", "答：4\n5\n6"));
    }

    [Fact]
    public async Task A_customer_who_writes_at_every_generation_gets_an_answer_all_the_same()
    {
        await using var limited = await MessageService.StartAsync(("Message:SupersedeLimit", "2"));
        var agent = limited.NewAgent();
        limited.Desk.Reply = _ => null;
        await agent.SayAsync("1");
        foreach (var count in Enumerable.Range(2, 3))
        {
            var ask = await limited.GenerationAsync(agent, string.Join('\n', Enumerable.Range(1, count - 1)));
            await agent.SayAsync($"{count}");
            await limited.Host.PublishAsync(Desk.Says(ask, $"答：{ask.Question}"));
        }

        var conversation = await agent.ConversationAsync(seen => seen.Decisions.Count == 3);

        conversation.Decisions.Select(decision => decision.DeliveryState).ShouldBe(["superseded", "superseded", "waiting"]);
        conversation.Decisions[2].Parts.ShouldBe(["答：1\n2\n3"]);
        (await limited.GenerationAsync(agent, "4")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Without_a_limit_above_nothing_every_answer_goes_out()
    {
        await using var never = await MessageService.StartAsync(("Message:SupersedeLimit", "0"));
        var agent = never.NewAgent();
        await agent.SayAsync("第一问");
        await agent.ConversationAsync(seen => seen.Decisions.Count == 1);

        await agent.SayAsync("第二问");

        (await agent.ConversationAsync(seen => seen.Decisions.Count == 2)).Decisions
            .ShouldAllBe(decision => decision.DeliveryState == "waiting" && decision.MessageIds.Count == 1);
    }

    [Fact]
    public async Task A_draft_waits_for_a_person_and_is_not_taken_back()
    {
        var agent = service.NewAgent(desktop: "real");
        await agent.AskAsync("第一问");

        await agent.AskAsync("第二问");

        (await agent.ConversationAsync()).Decisions.ShouldAllBe(decision => decision.DeliveryState == "none" && decision.MessageIds.Count == 1);
    }

    [Fact]
    public async Task What_was_taken_back_is_not_told_to_the_model_as_said()
    {
        var agent = service.NewAgent();
        await agent.SayAsync("第一问");
        await agent.ConversationAsync(seen => seen.Decisions.Count == 1);

        await agent.SayAsync("第二问");

        (await service.GenerationAsync(agent, "第一问\n第二问")).History.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_restart_between_answer_and_newer_message_changes_nothing()
    {
        await using var restarted = await MessageService.StartAsync();
        var agent = restarted.NewAgent();
        await agent.SayAsync("第一问");
        await agent.ConversationAsync(seen => seen.Decisions.Count == 1);
        await restarted.HaltAsync();
        await restarted.ResumeAsync();

        await agent.SayAsync("第二问");

        (await agent.ConversationAsync(seen => seen.Decisions.Count == 2)).Decisions[1].MessageIds.Count.ShouldBe(2);
    }
}
