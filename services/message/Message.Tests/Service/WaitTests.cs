using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Message.Replies;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Message.Tests.Service;

public sealed class WaitTests : IClassFixture<MessageService>
{
    private readonly MessageService service;

    public WaitTests(MessageService service)
    {
        this.service = service;
        service.Desk.Unscripted();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_waiting_request_is_answered_with_the_decision()
    {
        var agent = service.NewAgent();

        var reply = await agent.AskAsync("保修多久");

        reply.ShouldSatisfyAllConditions(
            r => r.Action.ShouldBe("reply"), r => r.Content.ShouldBe("答：保修多久"), r => r.Confidence.ShouldBe(0.9),
            r => r.DecisionId.ShouldNotBe(Guid.Empty));
    }

    [Fact]
    public async Task A_wait_that_is_over_first_is_answered_as_accepted()
    {
        var agent = service.NewAgent();
        service.Desk.Reply = _ => null;

        using var answer = await agent.PostAsync(agent.Message("保修多久"), wait: 1);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.GetValues("Preference-Applied").ShouldBe(["wait=1"]);
    }

    [Theory]
    [InlineData(0.9, "reply", "答案")]
    [InlineData(0.6, "reply", "想先跟您确认一下：您是想了解「充电桩保修多久」吗？如果不是，请补充一下产品型号、故障代码或具体情况，我再为您查。")]
    [InlineData(0.3, "transfer_human", "这个问题需要专业同事来确认，已为您转接人工客服，请稍候。")]
    public async Task How_sure_an_answer_is_decides_the_action(double confidence, string action, string content)
    {
        var agent = service.NewAgent();
        service.Desk.Reply = ask => Desk.Says(ask, "答案", confidence);

        var reply = await agent.AskAsync("保修多久");

        (reply.Action, reply.Content).ShouldBe((action, content));
    }

    [Fact]
    public async Task An_answer_half_sure_is_a_question_back_in_the_books()
    {
        var agent = service.NewAgent();
        service.Desk.Reply = ask => Desk.Says(ask, "答案", 0.6);

        await agent.AskAsync("保修多久");

        (await agent.ConversationAsync()).Only.Action.ShouldBe("clarify");
    }

    [Fact]
    public async Task A_draft_is_nothing_to_type_for_the_caller()
    {
        var agent = service.NewAgent(desktop: "real");

        var reply = await agent.AskAsync("保修多久");

        (reply.Action, reply.Content).ShouldBe(("ignore", null));
        (await agent.ConversationAsync()).Only.Action.ShouldBe("draft");
    }

    [Fact]
    public async Task A_repeat_of_a_decided_message_gets_the_same_decision_at_once()
    {
        var agent = service.NewAgent();
        var message = agent.Message("保修多久");
        var first = await agent.AskAsync(message);

        (await agent.AskAsync(message, wait: 1)).ShouldBe(first);
    }

    [Fact]
    public async Task What_a_response_carried_never_goes_over_the_socket()
    {
        var agent = service.NewAgent();
        await using var line = await agent.ConnectAsync();
        var claimed = await agent.AskAsync("保修多久", "张三");

        await agent.SayAsync("保修多久", "李四");

        (await line.DecisionAsync()).ChatId.ShouldBe("李四");
        (await agent.ConversationAsync()).Only.ShouldSatisfyAllConditions(
            d => d.Id.ShouldBe(claimed.DecisionId), d => d.DeliveryState.ShouldBe("claimed"));
    }

    [Fact]
    public async Task What_a_response_carried_does_not_wait_for_a_socket_that_connects_later()
    {
        var agent = service.NewAgent();
        await agent.AskAsync("保修多久", "张三");
        await agent.SayAsync("保修多久", "李四");
        await agent.ConversationAsync(conversation => conversation.Decisions.Count == 1, "李四");

        await using var line = await agent.ConnectAsync();

        (await line.DecisionAsync()).ChatId.ShouldBe("李四");
    }

    [Fact]
    public async Task A_client_that_leaves_before_the_decision_gets_it_over_the_socket()
    {
        var agent = service.NewAgent();
        await using var line = await agent.ConnectAsync();
        service.Desk.Reply = _ => null;
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var waiting = agent.PostAsync(agent.Message("保修多久"), wait: 2, leave.Token);
        var ask = await service.GenerationAsync(agent);
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);

        await service.Host.PublishAsync(Desk.Says(ask, "整机两年"));

        (await line.DecisionAsync()).Parts.ShouldBe(["整机两年"]);
    }

    [Fact]
    public async Task What_a_client_that_left_was_waiting_for_is_not_held_back_until_its_wait_would_be_over()
    {
        var agent = service.NewAgent();
        await using var line = await agent.ConnectAsync();
        service.Desk.Reply = _ => null;
        var message = agent.Message("保修多久");
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var waiting = agent.PostAsync(message, wait: 60, leave.Token);
        var ask = await service.GenerationAsync(agent);
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        await Eventually.Holds("the service noticed", async () => await QueryAsync(context =>
            context.Messages.AllAsync(one => one.AgentId != agent.Id || one.WaitUntil == null)));

        await service.Host.PublishAsync(Desk.Says(ask, "整机两年"));

        (await line.DecisionAsync()).Parts.ShouldBe(["整机两年"]);
    }

    [Fact]
    public async Task What_was_decided_while_its_client_left_goes_over_the_socket_at_once()
    {
        var agent = service.NewAgent();
        var message = agent.Message("保修多久");
        await agent.GiveAsync(message);
        await agent.ConversationAsync(conversation => conversation.Decisions.Count == 1);
        await HoldAsync(agent, DateTimeOffset.UtcNow.AddHours(1));
        await using var line = await agent.ConnectAsync();

        await service.Host.Services.GetRequiredService<DecisionClaims>().ReleaseAsync(agent.Id, (string)message["id"]!);

        (await line.DecisionAsync()).Parts.ShouldBe(["答：保修多久"]);
    }

    [Fact]
    public async Task The_reply_of_a_message_can_be_asked_for_later_and_is_claimed_by_that()
    {
        var agent = service.NewAgent();
        var id = await agent.SayAsync("保修多久");
        await agent.ConversationAsync(conversation => conversation.Decisions.Count == 1);

        using var answer = await agent.Http.GetAsync($"/api/v1/messages/{id}/reply", Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.JsonAsync()).GetProperty("content").GetString().ShouldBe("答：保修多久");
        (await agent.ConversationAsync()).Only.DeliveryState.ShouldBe("claimed");
    }

    [Fact]
    public async Task The_reply_of_a_message_that_is_not_decided_is_not_there_yet()
    {
        var agent = service.NewAgent();
        service.Desk.Reply = _ => null;
        var id = await agent.SayAsync("保修多久");

        using var answer = await agent.Http.GetAsync($"/api/v1/messages/{id}/reply", Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.TitleAsync()).ShouldBe("reply_not_found");
    }

    [Fact]
    public async Task Another_agents_reply_is_not_there()
    {
        var (agent, other) = (service.NewAgent(), service.NewAgent());
        var id = await agent.SayAsync("保修多久");
        await agent.ConversationAsync(conversation => conversation.Decisions.Count == 1);

        using var answer = await other.Http.GetAsync($"/api/v1/messages/{id}/reply", Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_the_socket_took_is_not_handed_out_by_a_request_too()
    {
        var agent = service.NewAgent();
        await using var line = await agent.ConnectAsync();
        var id = await agent.SayAsync("保修多久");
        await line.DecisionAsync();

        using var answer = await agent.Http.GetAsync($"/api/v1/messages/{id}/reply", Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    // As if the request's wait had ended with nobody to hear it.
    private Task<int> HoldAsync(AgentClient agent, DateTimeOffset until) => QueryAsync(async context =>
        await context.Messages.Where(one => one.AgentId == agent.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.WaitUntil, until), Ct)
        + await context.Decisions.Where(one => one.AgentId == agent.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.HeldUntil, until), Ct));

    private async Task<T> QueryAsync<T>(Func<MessageDbContext, Task<T>> query)
    {
        await using var scope = service.Host.Services.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<MessageDbContext>());
    }
}
