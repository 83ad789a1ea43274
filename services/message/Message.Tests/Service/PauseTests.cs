using System.Net;
using System.Net.Http.Json;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>Where a person of ours speaks the machine is silent.</summary>
public sealed class PauseTests : IClassFixture<MessageService>
{
    private readonly MessageService service;

    public PauseTests(MessageService service)
    {
        this.service = service;
        service.Desk.Unscripted();
    }

    [Fact]
    public async Task In_a_paused_conversation_messages_are_kept_and_no_model_is_asked()
    {
        var agent = service.NewAgent();
        await agent.AskAsync("第一问");
        var id = await PauseAsync(agent, new { reason = "经理接手" });

        var reply = await agent.AskAsync("第二问");

        reply.Action.ShouldBe("ignore");
        var seen = await agent.ConversationAsync();
        (seen.Decisions[1].Action, seen.Decisions[1].Reason).ShouldBe(("ignore", "conversation_paused"));
        seen.Messages[0].DecisionId.ShouldBe(seen.Decisions[1].Id);
        service.GenerationsOf(id).ShouldBe(1);
        (seen.Conversation.PausedBy, seen.Conversation.PauseReason, seen.Conversation.PausedUntil).ShouldBe(("api", "经理接手", null));
    }

    [Fact]
    public async Task A_resumed_conversation_is_answered_again()
    {
        var agent = service.NewAgent();
        await agent.AskAsync("第一问");
        var id = await PauseAsync(agent);

        using var resumed = await service.OperateAsync($"conversations/{id}/resume");

        resumed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await agent.AskAsync("第二问")).Content.ShouldBe("答：第二问");
        (await agent.ConversationAsync()).Conversation.PausedBy.ShouldBeNull();
    }

    [Fact]
    public async Task A_pause_of_some_minutes_ends_by_itself()
    {
        var agent = service.NewAgent();
        await agent.AskAsync("第一问");
        var id = await PauseAsync(agent, new { minutes = 5 });
        (await agent.ConversationAsync()).Conversation.PausedUntil.ShouldNotBeNull();

        await service.ChangeAsync($"update conversations set paused_until = now() where id = {id}");

        (await agent.AskAsync("第二问")).Content.ShouldBe("答：第二问");
        (await agent.ConversationAsync()).Conversation.PausedBy.ShouldBeNull();
    }

    [Fact]
    public async Task A_pause_that_begins_while_a_burst_is_collected_lets_no_model_be_asked()
    {
        await using var patient = await MessageService.StartAsync(("Message:MergeWindowMilliseconds", "2000"));
        var agent = patient.NewAgent();
        await agent.SayAsync("第一问");
        var id = (await agent.ConversationAsync()).Conversation.Id;
        using var paused = await patient.OperateAsync($"conversations/{id}/pause");

        (await agent.ConversationAsync(seen => seen.Decisions.Count == 1)).Only.Reason.ShouldBe("conversation_paused");
        patient.GenerationsOf(id).ShouldBe(0);
    }

    [Fact]
    public async Task A_person_who_types_while_a_turn_is_prepared_is_not_talked_over()
    {
        var agent = service.NewAgent();
        service.Desk.Customer = _ => null;
        await agent.SayAsync("第一问");
        var ask = await service.AskedAsync<IdentifyCustomer>(who => who.AgentId == agent.Id);
        await agent.TypeAsync("我来处理");

        await service.Host.PublishAsync(Desk.Known(ask));

        var seen = await agent.ConversationAsync(one => one.Decisions.Count == 2);
        seen.Decisions.Select(decision => (decision.Reason, decision.DeliveryState))
            .ShouldBe([("own_message", "none"), ("conversation_paused", "none")]);
    }

    [Fact]
    public async Task An_answer_that_was_being_worded_when_the_pause_began_is_not_given()
    {
        var agent = service.NewAgent();
        service.Desk.Reply = _ => null;
        await agent.SayAsync("第一问");
        var ask = await service.GenerationAsync(agent);
        await PauseAsync(agent);

        await service.Host.PublishAsync(Desk.Says(ask, "答：第一问"));

        var decision = (await agent.ConversationAsync(seen => seen.Decisions.Count == 1)).Only;
        (decision.Action, decision.Reason, decision.DeliveryState).ShouldBe(("ignore", "conversation_paused", "none"));
    }

    [Fact]
    public async Task Who_asks_for_a_person_while_a_turn_is_answered_is_heard_in_a_pause_too()
    {
        var agent = service.NewAgent();
        service.Desk.Reply = _ => null;
        await agent.SayAsync("第一问");
        var ask = await service.GenerationAsync(agent);
        await PauseAsync(agent);

        await service.Host.PublishAsync(Desk.Says(ask, "不确定", confidence: 0.1));

        var decision = (await agent.ConversationAsync(seen => seen.Decisions.Count == 1)).Only;
        (decision.Action, decision.DeliveryState).ShouldBe(("handoff", "none"));
        await service.Host.NextAsync<HandoffRequested>(told => told.DecisionId == decision.Id);
    }

    [Fact]
    public async Task What_a_person_types_pauses_the_chat_and_is_context_afterwards()
    {
        var agent = service.NewAgent();
        await agent.AskAsync("第一问");

        await agent.TypeAsync("我来处理");

        var seen = (await agent.ConversationAsync()).Conversation;
        (seen.PausedBy, seen.PauseReason).ShouldBe(("person", "person_typed"));
        seen.PausedUntil.ShouldNotBeNull().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddMinutes(28));
        (await agent.AskAsync("第二问")).Action.ShouldBe("ignore");
        using var resumed = await service.OperateAsync($"conversations/{seen.Id}/resume");
        await agent.AskAsync("第三问");
        (await service.GenerationAsync(agent, "第三问")).History.ShouldBe(
            [new ChatLine("customer", "第一问"), new ChatLine("assistant", "答：第一问"), new ChatLine("assistant", "我来处理"), new ChatLine("customer", "第二问")]);
    }

    [Fact]
    public async Task An_echo_that_the_agent_took_for_a_persons_text_pauses_nothing_and_is_not_said_twice()
    {
        var agent = service.NewAgent();
        await agent.AskAsync("第一问");

        await agent.TypeAsync(" 答：第\n一问 ");

        (await agent.ConversationAsync()).Conversation.PausedBy.ShouldBeNull();
        await agent.AskAsync("第二问");
        (await service.GenerationAsync(agent, "第二问")).History
            .ShouldBe([new ChatLine("customer", "第一问"), new ChatLine("assistant", "答：第一问")]);
    }

    [Fact]
    public async Task The_text_of_an_unknown_part_that_turns_up_is_no_person_either()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        await agent.SayAsync("第一问");
        await line.ReportAsync((await line.DecisionAsync()).DecisionId, "unknown", reason: "not_seen");

        await agent.TypeAsync("答：第一问");

        (await agent.ConversationAsync()).Conversation.PausedBy.ShouldBeNull();
    }

    [Fact]
    public async Task A_person_who_types_does_not_shorten_a_longer_pause()
    {
        var agent = service.NewAgent();
        await agent.AskAsync("第一问");
        await PauseAsync(agent);

        await agent.TypeAsync("我来处理");

        var seen = (await agent.ConversationAsync()).Conversation;
        (seen.PausedBy, seen.PausedUntil).ShouldBe(("api", null));
    }

    [Fact]
    public async Task Where_people_pause_nothing_by_typing_the_machine_goes_on()
    {
        await using var eager = await MessageService.StartAsync(("Message:PersonPauseMinutes", "0"));
        var agent = eager.NewAgent();
        await agent.TypeAsync("我来处理");

        (await agent.AskAsync("第一问")).Content.ShouldBe("答：第一问");
    }

    [Fact]
    public async Task A_person_who_types_in_a_group_pauses_every_member_and_those_who_begin_meanwhile()
    {
        var agent = service.NewAgent();
        await agent.AskAsync(agent.GroupMessage("第一问", isAtMe: true, sender: "李四"));
        await TypeInGroupAsync(agent, "我来处理");

        (await agent.AskAsync(agent.GroupMessage("第二问", isAtMe: true, sender: "李四"))).Action.ShouldBe("ignore");
        (await agent.AskAsync(agent.GroupMessage("第一问", isAtMe: true, sender: "王五"))).Action.ShouldBe("ignore");

        using var resumed = await service.OperateAsync($"conversations/{await MemberAsync(agent, "王五")}/resume");
        (await agent.AskAsync(agent.GroupMessage("第三问", isAtMe: true, sender: "李四"))).Content.ShouldBe("@李四 答：第三问");
        (await service.GenerationAsync(agent, "第三问")).History.ShouldContain(new ChatLine("assistant", "我来处理"));
    }

    [Fact]
    public async Task A_pause_of_one_member_lets_the_others_be_answered()
    {
        var agent = service.NewAgent();
        await agent.AskAsync(agent.GroupMessage("第一问", isAtMe: true, sender: "李四"));
        using var paused = await service.OperateAsync($"conversations/{await MemberAsync(agent, "李四")}/pause");

        (await agent.AskAsync(agent.GroupMessage("第二问", isAtMe: true, sender: "李四"))).Action.ShouldBe("ignore");
        (await agent.AskAsync(agent.GroupMessage("第一问", isAtMe: true, sender: "王五"))).Content.ShouldBe("@王五 答：第一问");
    }

    [Fact]
    public async Task The_gate_knows_of_a_person_in_the_group_whose_conversation_began_at_the_same_moment()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        await TypeInGroupAsync(agent, "我来处理");
        await agent.AskAsync(agent.GroupMessage("第一问", isAtMe: true, sender: "李四"));
        await service.ChangeAsync($"update conversations set paused_at = null, paused_until = null, paused_by = null where id = {await MemberAsync(agent, "李四")}");
        await agent.GiveAsync(agent.GroupMessage("第二问", isAtMe: true, sender: "李四"));

        (await line.AskGateAsync((await line.DecisionAsync()).DecisionId)).Reason.ShouldBe("conversation_paused");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    public async Task A_pause_of_no_or_endless_minutes_is_refused(int minutes)
    {
        var agent = service.NewAgent();
        await agent.AskAsync("第一问");

        using var answer = await service.OperateAsync($"conversations/{(await agent.ConversationAsync()).Conversation.Id}/pause", new { minutes });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.TitleAsync()).ShouldBe("invalid_pause");
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("resume")]
    public async Task A_conversation_that_does_not_exist_is_a_problem(string verb)
    {
        using var answer = await service.OperateAsync($"conversations/{Guid.NewGuid()}/{verb}");

        (answer.StatusCode, await answer.TitleAsync()).ShouldBe((HttpStatusCode.NotFound, "conversation_not_found"));
    }

    private async Task<Guid> PauseAsync(AgentClient agent, object? body = null)
    {
        var id = (await agent.ConversationAsync()).Conversation.Id;
        using var paused = await service.OperateAsync($"conversations/{id}/pause", body);
        paused.StatusCode.ShouldBe(HttpStatusCode.OK);
        return id;
    }

    private static Task<Guid> TypeInGroupAsync(AgentClient agent, string text)
    {
        var message = agent.GroupMessage(text, isAtMe: false, sender: "客服小微");
        message["side"] = "own";
        return agent.GiveAsync(message);
    }

    private async Task<Guid> MemberAsync(AgentClient agent, string speaker) =>
        (await service.Host.Viewer.GetFromJsonAsync<System.Text.Json.JsonElement>("/api/v1/conversations?limit=200", TestContext.Current.CancellationToken))
        .GetProperty("items").EnumerateArray()
        .Single(item => item.GetProperty("agent_id").GetString() == agent.Id && item.GetProperty("speaker").GetString() == speaker)
        .GetProperty("id").GetGuid();
}
