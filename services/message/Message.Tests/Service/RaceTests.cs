using WeChatPlatform.Contracts;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>Two things at the same moment, many times: one of them is first, and the outcome is the one of that order.</summary>
public sealed class RaceTests : IClassFixture<MessageService>
{
    private const int Rounds = 25;

    private readonly MessageService service;

    public RaceTests(MessageService service)
    {
        this.service = service;
        service.Desk.Unscripted();
    }

    [Fact]
    public async Task Gate_and_newer_message_either_the_answer_goes_and_the_message_is_answered_next_or_one_answer_is_given_to_both()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        foreach (var round in Enumerable.Range(1, Rounds))
        {
            var chat = $"客户{round}";
            await agent.SayAsync("第一问", chat);
            var first = (await line.DecisionAsync()).DecisionId;

            var gate = line.AskGateAsync(first);
            await agent.SayAsync("第二问", chat);
            var word = await gate;

            var second = await line.DecisionAsync();
            var seen = await agent.ConversationAsync(chat);
            if (word.Verdict == "go")
            {
                second.Parts.ShouldBe(["答：第二问"], $"round {round}");
                seen.Decisions.Select(decision => decision.DeliveryState).ShouldBe(["claimed", "claimed"], $"round {round}");
            }
            else
            {
                word.ShouldBe(new GateWord("refuse", "superseded", null), $"round {round}");
                second.Parts.ShouldBe(["答：第一问\n第二问"], $"round {round}");
                seen.Decisions.Select(decision => decision.DeliveryState).ShouldBe(["superseded", "claimed"], $"round {round}");
            }
        }
    }

    [Fact]
    public async Task Claim_and_newer_message_never_leave_two_answers_to_one_message()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        foreach (var round in Enumerable.Range(1, Rounds))
        {
            var chat = $"客户{round}";
            var decided = service.Host.NextAsync<ReplyDecided>(told => told.AgentId == agent.Id && told.Text!.Contains($"问{round}a", StringComparison.Ordinal));
            await agent.SayAsync($"问{round}a", chat);
            await decided;

            await agent.SayAsync($"问{round}b", chat);

            var seen = await agent.ConversationAsync(one => one.Decisions.Count == 2 && one.Decisions[1].DeliveryState == "claimed", chat);
            seen.Decisions[0].DeliveryState.ShouldBe("superseded", $"round {round}");
            seen.Decisions[1].MessageIds.Count.ShouldBe(2, $"round {round}");
        }
    }

    [Fact]
    public async Task A_waiting_request_and_a_newer_message_give_each_message_one_answer()
    {
        var agent = service.NewAgent();
        foreach (var round in Enumerable.Range(1, Rounds))
        {
            var chat = $"客户{round}";
            var asked = agent.AskAsync("第一问", chat);
            await agent.SayAsync("第二问", chat);

            var reply = await asked;

            var seen = await agent.ConversationAsync(one => one.Messages.All(message => message.DecisionId is not null), chat);
            var inForce = seen.Decisions.Where(decision => decision.DeliveryState != "superseded").ToList();
            inForce.SelectMany(decision => decision.MessageIds).Count().ShouldBe(2, $"round {round}");
            inForce.ShouldContain(decision => decision.Id == reply.DecisionId && decision.DeliveryState == "claimed", $"round {round}");
        }
    }

    [Fact]
    public async Task Gate_and_pause_once_the_pause_is_answered_nothing_goes()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        foreach (var round in Enumerable.Range(1, Rounds))
        {
            var chat = $"客户{round}";
            await agent.SayAsync("第一问", chat);
            var decision = (await line.DecisionAsync()).DecisionId;
            var id = (await agent.ConversationAsync(chat)).Conversation.Id;

            var gate = line.AskGateAsync(decision);
            using var paused = await service.OperateAsync($"conversations/{id}/pause");

            (await gate).Reason.ShouldBeOneOf([null, "conversation_paused"]);
            (await line.AskGateAsync(decision)).Reason.ShouldBe("conversation_paused", $"round {round}");
            (await agent.ConversationAsync(chat)).Only.Steps.Sum(steps => steps.GateGrants).ShouldBe((await gate).Verdict == "go" ? 1 : 0);
        }
    }

    [Fact]
    public async Task Gate_and_a_person_who_types_once_the_text_is_stored_nothing_goes()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        foreach (var round in Enumerable.Range(1, Rounds))
        {
            var chat = $"客户{round}";
            await agent.SayAsync("第一问", chat);
            var decision = (await line.DecisionAsync()).DecisionId;

            var gate = line.AskGateAsync(decision);
            await agent.TypeAsync("我来处理", chat);

            (await gate).Reason.ShouldBeOneOf([null, "conversation_paused"]);
            (await line.AskGateAsync(decision)).Reason.ShouldBe("conversation_paused", $"round {round}");
        }
    }

    [Fact]
    public async Task Gate_and_stop_once_the_stop_is_answered_nothing_goes()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        await agent.SayAsync("第一问");
        var decision = (await line.DecisionAsync()).DecisionId;
        foreach (var round in Enumerable.Range(1, Rounds))
        {
            var gate = line.AskGateAsync(decision);
            using var stopped = await service.OperateAsync($"agents/{agent.Id}/stop");

            (await gate).Reason.ShouldBeOneOf([null, "agent_stopped"]);
            (await line.AskGateAsync(decision)).Reason.ShouldBe("agent_stopped", $"round {round}");
            using var resumed = await service.OperateAsync($"agents/{agent.Id}/resume");
        }
    }

    [Fact]
    public async Task Messages_of_many_members_of_a_group_and_a_person_who_types_in_it_get_along()
    {
        var agent = service.NewAgent();
        var own = agent.GroupMessage("我来处理", isAtMe: false, sender: "客服小微");
        own["side"] = "own";

        await Task.WhenAll(
            Enumerable.Range(1, 12).Select(member => agent.GiveAsync(agent.GroupMessage("第一问", isAtMe: true, sender: $"成员{member}")))
                .Append(agent.GiveAsync(own)));

        (await agent.AskAsync(agent.GroupMessage("第二问", isAtMe: true, sender: "成员13"))).Action.ShouldBe("ignore");
    }
}
