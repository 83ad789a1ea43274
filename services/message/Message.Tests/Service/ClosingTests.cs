using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Contracts;
using WeChatPlatform.Message.Closing;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>A conversation closes when nothing more is said, or when a person says so; what was asked and answered is told once.</summary>
public sealed class ClosingTests : IClassFixture<MessageService>
{
    private readonly MessageService service;

    public ClosingTests(MessageService service)
    {
        this.service = service;
        service.Desk.Unscripted();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_closes_a_conversation_and_what_was_answered_is_told()
    {
        var agent = service.NewAgent();
        var reply = await agent.AskAsync("充电桩保修多久？");
        using var delivered = await agent.ReportAsync(reply.DecisionId, 0, "verified");
        var id = (await agent.ConversationAsync()).Conversation.Id;

        using var answer = await service.OperateAsync($"conversations/{id}/close", new { satisfied = true });

        (await answer.JsonAsync()).GetProperty("turns").GetInt32().ShouldBe(1);
        var closed = await service.Host.NextAsync<ConversationClosed>(one => one.ConversationId == id);
        closed.ShouldSatisfyAllConditions(c => c.Reason.ShouldBe("closed"), c => c.Satisfied.ShouldBe(true), c => c.Names.ShouldBe(["张三"]));
        closed.Turns.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            t => t.Question.ShouldBe("充电桩保修多久？"), t => t.Answer.ShouldBe("答：充电桩保修多久？"), t => t.Sent.ShouldBeTrue(), t => t.Confidence.ShouldBe(0.9),
            t => (t.Action, t.Reason).ShouldBe(("reply", "answered")), t => t.EvidenceKinds.ShouldBe(["faq"]), t => t.EvidenceScore.ShouldBe(0.9),
            t => t.Searched.ShouldBeTrue(), t => t.StaffReplies.ShouldBeEmpty());
    }

    [Fact]
    public async Task What_was_told_is_not_told_again()
    {
        var agent = service.NewAgent();
        await agent.AskAsync("第一问");
        var id = (await agent.ConversationAsync()).Conversation.Id;
        using var first = await service.OperateAsync($"conversations/{id}/close");
        using var empty = await service.OperateAsync($"conversations/{id}/close");
        await agent.AskAsync("第二问");
        using var second = await service.OperateAsync($"conversations/{id}/close");

        (await empty.JsonAsync()).GetProperty("turns").GetInt32().ShouldBe(0);
        await service.Host.NextAsync<ConversationClosed>(one => one.ConversationId == id && one.Turns[0].Question == "第二问");
        service.Host.Published<ConversationClosed>().Where(one => one.ConversationId == id).Select(one => one.Turns.Count).ShouldBe([1, 1]);
    }

    [Fact]
    public async Task What_staff_typed_stands_with_the_question_before_it()
    {
        var agent = service.NewAgent();
        service.Desk.Reply = ask => new ReplyGenerationFailed(ask.TurnId, "no_evidence", ask.At);
        await agent.AskAsync("能装在地下室吗？");
        await agent.TypeAsync("可以装的");
        await agent.TypeAsync("要有电源和固定墙面");
        await agent.AskAsync("好的谢谢");
        var id = (await agent.ConversationAsync()).Conversation.Id;

        using var answer = await service.OperateAsync($"conversations/{id}/close");

        var closed = await service.Host.NextAsync<ConversationClosed>(one => one.ConversationId == id);
        closed.Turns.Select(turn => (turn.Question, string.Join('|', turn.StaffReplies))).ShouldBe(
            [("能装在地下室吗？", "可以装的|要有电源和固定墙面"), ("好的谢谢", "")]);
        (closed.Turns[0].Action, closed.Turns[0].Sent, closed.Turns[1].Reason).ShouldBe(("handoff", false, "conversation_paused"));
    }

    [Fact]
    public async Task An_idle_conversation_closes_by_itself_once()
    {
        var agent = service.NewAgent();
        var reply = await agent.AskAsync("第一问");
        using var delivered = await agent.ReportAsync(reply.DecisionId, 0, "verified");
        var id = (await agent.ConversationAsync()).Conversation.Id;
        await AgeAsync(id, hours: 2);

        await LookAsync();
        await LookAsync();

        (await service.Host.NextAsync<ConversationClosed>(one => one.ConversationId == id)).Reason.ShouldBe("idle");
        service.Host.Published<ConversationClosed>().Count(one => one.ConversationId == id).ShouldBe(1);
    }

    [Fact]
    public async Task One_that_cannot_be_closed_stops_no_other_and_is_tried_again_later()
    {
        var (broken, sound) = (service.NewAgent(), service.NewAgent());
        await broken.AskAsync("第一问");
        await sound.AskAsync("第一问");
        var (bad, good) = ((await broken.ConversationAsync()).Conversation.Id, (await sound.ConversationAsync()).Conversation.Id);
        await service.RefuseClosingAsync(bad);
        await AgeAsync(bad, hours: 50);
        await AgeAsync(good, hours: 49);

        await LookAsync();

        await service.Host.NextAsync<ConversationClosed>(one => one.ConversationId == good);
        service.Host.Published<ConversationClosed>().ShouldNotContain(one => one.ConversationId == bad);
        await service.ChangeAsync($"update conversations set speaker = speaker where id = {bad} and close_due_at > now() + interval '50 minutes'");
    }

    [Fact]
    public async Task One_in_which_something_was_said_since_waits_longer()
    {
        var agent = service.NewAgent();
        await agent.AskAsync("第一问");
        var id = (await agent.ConversationAsync()).Conversation.Id;
        await service.ChangeAsync($"update conversations set close_due_at = now() where id = {id}");

        await LookAsync();

        service.Host.Published<ConversationClosed>().ShouldNotContain(one => one.ConversationId == id);
        await service.ChangeAsync($"update conversations set speaker = speaker where id = {id} and close_due_at > now() + interval '50 minutes'");
    }

    [Fact]
    public async Task A_question_that_nobody_answered_stays_open_for_staff()
    {
        var agent = service.NewAgent();
        service.Desk.Reply = ask => new ReplyGenerationFailed(ask.TurnId, "no_evidence", ask.At);
        await agent.AskAsync("能装在地下室吗？");
        var id = (await agent.ConversationAsync()).Conversation.Id;
        await AgeAsync(id, hours: 10);
        await LookAsync();
        service.Host.Published<ConversationClosed>().ShouldNotContain(one => one.ConversationId == id);

        await agent.TypeAsync("可以装的");
        await AgeAsync(id, hours: 2);
        await LookAsync();

        (await service.Host.NextAsync<ConversationClosed>(one => one.ConversationId == id)).Turns[0].StaffReplies.ShouldBe(["可以装的"]);
    }

    [Fact]
    public async Task Nobody_waits_for_an_answer_of_staff_for_ever()
    {
        var agent = service.NewAgent();
        service.Desk.Reply = ask => new ReplyGenerationFailed(ask.TurnId, "no_evidence", ask.At);
        await agent.AskAsync("能装在地下室吗？");
        var id = (await agent.ConversationAsync()).Conversation.Id;
        await AgeAsync(id, hours: 49);

        await LookAsync();

        await service.Host.NextAsync<ConversationClosed>(one => one.ConversationId == id);
    }

    [Fact]
    public async Task A_conversation_in_which_a_question_is_being_answered_is_not_closed()
    {
        var agent = service.NewAgent();
        service.Desk.Reply = _ => null;
        await agent.SayAsync("第一问");
        await service.GenerationAsync(agent);
        var id = (await agent.ConversationAsync()).Conversation.Id;

        using var refused = await service.OperateAsync($"conversations/{id}/close");

        (refused.StatusCode, await refused.TitleAsync()).ShouldBe((HttpStatusCode.Conflict, "turn_open"));
    }

    [Fact]
    public async Task What_staff_say_in_a_group_counts_for_the_member_whom_they_call()
    {
        var agent = service.NewAgent();
        service.Desk.Reply = ask => new ReplyGenerationFailed(ask.TurnId, "no_evidence", ask.At);
        await agent.AskAsync(InGroup(agent, "李四", "能装在地下室吗？"));
        await agent.GiveAsync(InGroup(agent, "小王", "大家稍等", side: "own"));
        await agent.GiveAsync(InGroup(agent, "小王", "@李四 可以装在地下室", side: "own"));
        var page = await service.Host.Viewer.GetFromJsonAsync<Page>("/api/v1/conversations?limit=200", Wire.Json, Ct);
        var item = page!.Items.Single(one => one.AgentId == agent.Id && one.Speaker == "李四");

        using var answer = await service.OperateAsync($"conversations/{item.Id}/close");

        var closed = await service.Host.NextAsync<ConversationClosed>(one => one.ConversationId == item.Id);
        closed.Names.ShouldBe(["李四"]);
        closed.Turns.ShouldHaveSingleItem().StaffReplies.ShouldBe(["可以装在地下室"]);
    }

    [Fact]
    public async Task Nobody_closes_what_does_not_exist()
    {
        using var refused = await service.OperateAsync($"conversations/{Guid.NewGuid()}/close");

        (refused.StatusCode, await refused.TitleAsync()).ShouldBe((HttpStatusCode.NotFound, "conversation_not_found"));
    }

    private static Dictionary<string, object?> InGroup(AgentClient agent, string sender, string content, string side = "other")
    {
        var message = agent.GroupMessage(content, isAtMe: true, sender: sender);
        message["side"] = side;
        return message;
    }

    /// <summary>Makes all that was said in a conversation older, as time would.</summary>
    private Task AgeAsync(Guid conversationId, int hours) => service.ChangeAsync(
        $"""
        with said as (update messages set received_at = now() - make_interval(hours => {hours}) where conversation_id = {conversationId})
        update conversations set close_due_at = now() where id = {conversationId}
        """);

    private Task<int> LookAsync() => service.Host.Services.GetRequiredService<ClosedConversations>().CloseAsync(Ct);

    private sealed record Page(List<ConversationItem> Items);
}
