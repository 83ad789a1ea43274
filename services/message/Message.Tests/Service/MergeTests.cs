using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>A burst is over 0.8 s after its last message.</summary>
public sealed class MergingService : MessageService
{
    protected override IReadOnlyList<(string Key, string Value)> Settings => [("Message:MergeWindowMilliseconds", "800")];
}

public sealed class MergeTests : IClassFixture<MergingService>
{
    private readonly MessageService service;

    public MergeTests(MergingService service)
    {
        this.service = service;
        service.Desk.Unscripted();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_within_the_window_are_one_turn_with_one_decision_that_names_them_all()
    {
        var agent = service.NewAgent();
        Guid[] ids = [await agent.SayAsync("你好"), await agent.SayAsync("请问"), await agent.SayAsync("保修多久")];

        var conversation = await agent.ConversationAsync(seen => seen.Decisions.Count > 0);

        conversation.Only.MessageIds.ShouldBe(ids);
        conversation.Only.Parts.ShouldBe(["答：你好\n请问\n保修多久"]);
        conversation.Messages.ShouldAllBe(message => message.DecisionId == conversation.Only.Id);
    }

    [Fact]
    public async Task All_requests_of_one_burst_get_the_same_decision()
    {
        var agent = service.NewAgent();
        var first = agent.AskAsync("你好");
        await service.Host.NextAsync<MessageReceived>(received => received.AgentId == agent.Id);

        var second = agent.AskAsync("保修多久");

        (await first).DecisionId.ShouldBe((await second).DecisionId);
        (await agent.ConversationAsync()).Only.MessageIds.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Chats_do_not_merge_with_each_other()
    {
        var agent = service.NewAgent();
        var both = await Task.WhenAll(agent.AskAsync("保修多久", "张三"), agent.AskAsync("多重", "李四"));

        both.Select(reply => reply.Content).ShouldBe(["答：保修多久", "答：多重"]);
    }

    [Fact]
    public async Task Members_of_a_group_do_not_merge_with_each_other()
    {
        var agent = service.NewAgent();
        var both = await Task.WhenAll(
            agent.AskAsync(agent.GroupMessage("保修多久", isAtMe: true, sender: "张三")),
            agent.AskAsync(agent.GroupMessage("多重", isAtMe: true, sender: "李四")));

        both.Select(reply => reply.Content).ShouldBe(["@张三 答：保修多久", "@李四 答：多重"]);
    }

    [Fact]
    public async Task What_comes_while_a_turn_is_answered_is_answered_together_with_it_as_one_turn()
    {
        var agent = service.NewAgent();
        service.Desk.Reply = _ => null;
        await agent.SayAsync("第一问");
        var first = await service.GenerationAsync(agent);
        await agent.SayAsync("第二问");
        await agent.SayAsync("第三问");
        (await OpenTurnsAsync(first.ConversationId)).ShouldBe(1);
        service.Desk.Unscripted();

        await service.Host.PublishAsync(Desk.Says(first, "答：第一问"));

        var conversation = await agent.ConversationAsync(seen => seen.Decisions.Count == 2);
        conversation.Decisions.Select(decision => decision.Parts.Single()).ShouldBe(["答：第一问", "答：第一问\n第二问\n第三问"]);
        service.GenerationsOf(first.ConversationId).ShouldBe(2);
    }

    [Fact]
    public async Task A_model_is_told_what_was_said_before_the_turn()
    {
        var agent = service.NewAgent();
        await agent.AskAsync("第一问");

        await agent.AskAsync("第二问");

        (await service.GenerationAsync(agent, "第二问")).History
            .ShouldBe([new ChatLine("customer", "第一问"), new ChatLine("assistant", "答：第一问")]);
    }

    [Fact]
    public async Task A_burst_that_does_not_end_is_cut_at_the_limit()
    {
        await using var limited = await MessageService.StartAsync(
            ("Message:MergeWindowMilliseconds", "500"), ("Message:MergeLimitMilliseconds", "1000"));
        var agent = limited.NewAgent();
        var count = 0;
        while (count == 0 || (await agent.ConversationAsync()).Decisions.Count == 0)
        {
            (++count).ShouldBeLessThan(500);
            await agent.SayAsync($"{count}");
        }

        (await agent.ConversationAsync()).Decisions[0].MessageIds.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_restart_inside_the_window_loses_no_message_of_the_burst()
    {
        await using var restarted = await MessageService.StartAsync(("Message:MergeWindowMilliseconds", "2000"));
        var agent = restarted.NewAgent();
        Guid[] ids = [await agent.SayAsync("你好"), await agent.SayAsync("保修多久")];
        restarted.Host.Published<ReplyDecided>().ShouldBeEmpty();

        await restarted.HaltAsync();
        await restarted.ResumeAsync();

        (await agent.ConversationAsync(seen => seen.Decisions.Count > 0)).Only.MessageIds.ShouldBe(ids);
    }

    [Fact]
    public async Task However_many_messages_come_at_once_a_conversation_has_one_open_turn()
    {
        var agent = service.NewAgent();
        service.Desk.Reply = _ => null;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => agent.SayAsync($"{number}")));
        var ask = await service.GenerationAsync(agent);

        await Task.WhenAll(Enumerable.Range(20, 20).Select(number => agent.SayAsync($"{number}")));

        (await OpenTurnsAsync(ask.ConversationId)).ShouldBe(1);
        (await agent.ConversationAsync()).Messages.Select(message => message.TurnId).Distinct().Count().ShouldBe(2);
    }

    private async Task<int> OpenTurnsAsync(Guid conversationId)
    {
        await using var scope = service.Host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<MessageDbContext>().Turns.CountAsync(
            turn => turn.ConversationId == conversationId
                && (turn.CurrentState == "Collecting" || turn.CurrentState == "Preparing" || turn.CurrentState == "Generating"),
            Ct);
    }
}
