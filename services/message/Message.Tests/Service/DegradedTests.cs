using WeChatPlatform.Contracts;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>Waits a second for the other services, and a second for a model.</summary>
public sealed class ImpatientService : MessageService
{
    protected override IReadOnlyList<(string Key, string Value)> Settings =>
        [("Message:PreparationSeconds", "1"), ("Message:GenerationSeconds", "1")];
}

public sealed class DegradedTests : IClassFixture<ImpatientService>
{
    private const string HandOffText = "这个问题需要专业同事来确认，已为您转接人工客服，请稍候。";

    private readonly MessageService service;

    public DegradedTests(ImpatientService service)
    {
        this.service = service;
        service.Desk.Unscripted();
    }

    [Fact]
    public async Task A_contact_that_the_customer_service_does_not_know_in_time_is_answered_as_a_gray_stranger()
    {
        var agent = service.NewAgent();
        service.Desk.Customer = _ => null;

        (await agent.AskAsync("保修多久")).Action.ShouldBe("reply");

        var ask = await service.GenerationAsync(agent);
        (ask.CustomerGrade, ask.CustomerName).ShouldBe(("gray", null));
        ask.Evidence.ShouldBe([Desk.Warranty]);
    }

    [Fact]
    public async Task Knowledge_that_does_not_come_in_time_is_empty_evidence()
    {
        var agent = service.NewAgent();
        service.Desk.Knowledge = _ => null;

        (await agent.AskAsync("保修多久")).Action.ShouldBe("reply");

        var ask = await service.GenerationAsync(agent);
        ask.Evidence.ShouldBeEmpty();
        ask.CustomerGrade.ShouldBe("white");
    }

    [Fact]
    public async Task Facts_that_do_not_come_in_time_are_done_without()
    {
        var agent = service.NewAgent();
        service.Desk.Facts = _ => null;

        (await agent.AskAsync("我的订单呢")).Action.ShouldBe("reply");

        (await service.GenerationAsync(agent)).Evidence.ShouldBe([Desk.Warranty]);
    }

    [Fact]
    public async Task Facts_and_knowledge_are_evidence_together_best_first()
    {
        var agent = service.NewAgent();
        var order = new Evidence("order:1", "erp", "orders", "订单", "已发货", 1);
        service.Desk.Facts = ask => new ErpFactsFound(ask.TurnId, [order], ask.At);

        await agent.AskAsync("我的订单呢");

        (await service.GenerationAsync(agent)).Evidence.ShouldBe([order, Desk.Warranty]);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_is_a_hand_off_with_the_default_text()
    {
        var agent = service.NewAgent();
        service.Desk.Reply = _ => null;

        var reply = await agent.AskAsync("保修多久");

        (reply.Action, reply.Content, reply.Confidence).ShouldBe(("transfer_human", HandOffText, 0));
        (await agent.ConversationAsync()).Only.Reason.ShouldBe("generation_timeout");
    }

    [Fact]
    public async Task An_answer_that_nobody_can_word_is_a_hand_off_with_its_reason()
    {
        var agent = service.NewAgent();
        service.Desk.Reply = ask => new ReplyGenerationFailed(ask.TurnId, "provider_failed", ask.At);

        var reply = await agent.AskAsync("保修多久");

        (reply.Action, reply.Content).ShouldBe(("transfer_human", HandOffText));
        (await service.Host.NextAsync<HandoffRequested>(told => told.DecisionId == reply.DecisionId)).Reason.ShouldBe("provider_failed");
    }

    [Fact]
    public async Task Answers_that_come_after_the_decision_change_nothing()
    {
        var agent = service.NewAgent();
        await agent.AskAsync("保修多久");
        var before = await agent.ConversationAsync();
        var ask = await service.GenerationAsync(agent);
        var turn = ask.TurnId;

        await service.Host.PublishAsync(Desk.Says(ask, "太晚了"));
        await service.Host.PublishAsync(new ReplyGenerationFailed(turn, "provider_failed", ask.At));
        await service.Host.PublishAsync(new CustomerIdentified(turn, Guid.CreateVersion7(), "K0009", "别人", "black", ask.At));
        await service.Host.PublishAsync(new KnowledgeRetrieved(turn, [], ask.At));
        await service.Host.PublishAsync(new ErpFactsFound(turn, [], ask.At));

        // A later turn of the same saga queue has been through, so have they.
        await agent.AskAsync("多重", "李四");
        (await agent.ConversationAsync()).ShouldBeEquivalentTo(before);
        service.Host.Published<MassTransit.Fault>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Knowledge_that_comes_while_the_answer_is_worded_changes_nothing()
    {
        var agent = service.NewAgent();
        service.Desk.Knowledge = _ => null;
        service.Desk.Reply = _ => null;
        var reply = agent.AskAsync("保修多久");
        var ask = await service.GenerationAsync(agent);

        await service.Host.PublishAsync(new KnowledgeRetrieved(ask.TurnId, [Desk.Warranty], ask.At));

        (await reply).Action.ShouldBe("transfer_human");
        service.GenerationsOf(ask.ConversationId).ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_for_a_turn_that_nobody_knows_is_dropped()
    {
        await service.Host.PublishAsync(new ReplyGenerationFailed(Guid.CreateVersion7(), "provider_failed", DateTimeOffset.UnixEpoch));

        await service.NewAgent().AskAsync("保修多久");
        service.Host.Published<MassTransit.Fault>().ShouldBeEmpty();
    }
}
