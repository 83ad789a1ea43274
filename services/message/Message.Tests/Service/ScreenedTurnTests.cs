using WeChatPlatform.Contracts;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>One group is open: nobody has to be addressed in it.</summary>
public sealed class ScreeningService : MessageService
{
    public const string OpenGroup = "售后交流群";

    protected override IReadOnlyList<(string Key, string Value)> Settings =>
        [("Message:OpenGroups:0", OpenGroup), ("Message:AgentAutonomy:silent", "off"), ("Message:AgentAutonomy:shadow", "shadow")];
}

public sealed class ScreenedTurnTests : IClassFixture<ScreeningService>
{
    private readonly MessageService service;

    public ScreenedTurnTests(ScreeningService service)
    {
        this.service = service;
        service.Desk.Unscripted();
    }

    [Theory]
    [InlineData("own", "text", "own_message")]
    [InlineData("other", "system", "system_row")]
    [InlineData("unknown", "system", "system_row")]
    [InlineData("other", "recall", "recalled")]
    public async Task What_no_customer_said_starts_no_turn(string side, string type, string reason)
    {
        var agent = service.NewAgent();
        var message = agent.Message("保修多久");
        message["side"] = side;
        message["type"] = type;

        (await agent.AskAsync(message)).Action.ShouldBe("ignore");

        var conversation = await agent.ConversationAsync();
        conversation.Only.Reason.ShouldBe(reason);
        conversation.Messages[0].TurnId.ShouldBeNull();
        service.Desk.Asked<RetrieveKnowledge>().ShouldNotContain(ask => ask.ConversationId == conversation.Conversation.Id);
    }

    [Fact]
    public async Task What_somebody_of_unknown_side_wrote_is_drafted_for_a_person_and_never_typed()
    {
        var agent = service.NewAgent();
        await using var line = await agent.ConnectAsync();
        var message = agent.Message("保修多久");
        message["side"] = "unknown";

        (await agent.AskAsync(message)).ShouldSatisfyAllConditions(r => r.Action.ShouldBe("ignore"), r => r.Content.ShouldBeNull());

        (await agent.ConversationAsync()).Only.ShouldSatisfyAllConditions(
            d => d.Action.ShouldBe("draft"), d => d.Reason.ShouldBe("unknown_side"), d => d.Parts.ShouldBe(["答：保修多久"]),
            d => d.DeliveryState.ShouldBe("none"));

        // The acknowledgement is the first frame: nothing was sent before it.
        await line.ReportAsync(Guid.CreateVersion7(), "verified");
    }

    [Fact]
    public async Task Who_asks_for_a_person_on_an_unknown_side_gets_one_who_is_told_and_nothing_is_typed()
    {
        var agent = service.NewAgent();
        var message = agent.Message("转人工");
        message["side"] = "unknown";

        var reply = await agent.AskAsync(message);

        reply.ShouldSatisfyAllConditions(r => r.Action.ShouldBe("transfer_human"), r => r.Content.ShouldBeNull());
        (await service.Host.NextAsync<HandoffRequested>(told => told.DecisionId == reply.DecisionId)).Reason.ShouldBe("hand_off_word");
    }

    [Fact]
    public async Task A_turn_after_one_of_unknown_side_is_answered_again()
    {
        var agent = service.NewAgent();
        var message = agent.Message("保修多久");
        message["side"] = "unknown";
        await agent.AskAsync(message);

        (await agent.AskAsync("多重")).Action.ShouldBe("reply");
    }

    [Fact]
    public async Task A_group_in_which_nobody_addressed_us_is_not_answered()
    {
        var agent = service.NewAgent();

        (await agent.AskAsync(agent.GroupMessage("保修多久", isAtMe: false))).Action.ShouldBe("ignore");

        var conversation = await agent.ConversationAsync("业主群");
        conversation.Only.Reason.ShouldBe("not_addressed");
        service.GenerationsOf(conversation.Conversation.Id).ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_addresses_us_in_a_group_is_answered_by_name()
    {
        var agent = service.NewAgent();

        (await agent.AskAsync(agent.GroupMessage("保修多久", isAtMe: true))).Content.ShouldBe("@李四 答：保修多久");
    }

    [Theory]
    [InlineData("unknown", 0.0)]
    [InlineData("unknown", null)]
    [InlineData("王五", 0.3)]
    public async Task Whose_name_is_not_sure_is_answered_without_a_name_and_in_a_conversation_of_nobody(string sender, double? confidence)
    {
        var agent = service.NewAgent();
        var message = agent.GroupMessage("保修多久", isAtMe: true, sender: sender);
        message["sender_confidence"] = confidence;

        (await agent.AskAsync(message)).Content.ShouldBe("答：保修多久");

        (await agent.ConversationAsync("业主群")).ShouldSatisfyAllConditions(
            c => c.Conversation.Speaker.ShouldBe("unknown"), c => c.Messages[0].SenderConfidence.ShouldBe(confidence));
    }

    [Fact]
    public async Task In_an_open_group_nobody_has_to_address_us()
    {
        var agent = service.NewAgent();

        (await agent.AskAsync(agent.GroupMessage("保修多久", isAtMe: false, ScreeningService.OpenGroup))).Action.ShouldBe("reply");
    }

    [Theory]
    [InlineData("转人工")]
    [InlineData("我要投诉")]
    [InlineData("找你们经理")]
    public async Task Who_asks_for_a_person_gets_one_without_a_model(string words)
    {
        var agent = service.NewAgent();

        var reply = await agent.AskAsync(words);

        reply.ShouldSatisfyAllConditions(
            r => r.Action.ShouldBe("transfer_human"), r => r.Content.ShouldBe("好的，正在为您转接人工客服，请稍候，同事会尽快回复您。"));
        service.GenerationsOf((await agent.ConversationAsync()).Conversation.Id).ShouldBe(0);
    }

    [Fact]
    public async Task A_hand_off_is_told_to_the_other_services_once()
    {
        var agent = service.NewAgent();

        var reply = await agent.AskAsync("转人工");

        (await service.Host.NextAsync<HandoffRequested>(told => told.DecisionId == reply.DecisionId)).Reason.ShouldBe("hand_off_word");
        service.Host.Published<HandoffRequested>().Count(told => told.DecisionId == reply.DecisionId).ShouldBe(1);
    }

    [Fact]
    public async Task A_real_desktop_drafts_and_its_socket_is_sent_nothing()
    {
        var agent = service.NewAgent(desktop: "real");
        await using var line = await agent.ConnectAsync();
        await agent.SayAsync("保修多久", "张三");
        await agent.SayAsync("转人工", "李四");

        var draft = await agent.ConversationAsync(seen => seen.Decisions.Count == 1, "张三");
        var handOff = await agent.ConversationAsync(seen => seen.Decisions.Count == 1, "李四");

        draft.Only.ShouldSatisfyAllConditions(
            d => d.Action.ShouldBe("draft"), d => d.Parts.ShouldBe(["答：保修多久"]), d => d.DeliveryState.ShouldBe("none"));
        handOff.Only.ShouldSatisfyAllConditions(d => d.Action.ShouldBe("handoff"), d => d.DeliveryState.ShouldBe("none"));

        // The acknowledgement is the first frame: nothing was sent before it.
        await line.ReportAsync(Guid.CreateVersion7(), "verified");
    }

    [Theory]
    [InlineData("silent", "保修多久", "ignore", "autonomy_off")]
    [InlineData("silent", "转人工", "handoff", "hand_off_word")]
    [InlineData("shadow", "保修多久", "ignore", "shadow")]
    public async Task An_account_may_have_a_setting_of_its_own(string account, string words, string action, string reason)
    {
        var agent = service.Named(account);

        await agent.AskAsync(words, words + reason);

        (await agent.ConversationAsync(words + reason)).Only.ShouldSatisfyAllConditions(
            d => d.Action.ShouldBe(action), d => d.Reason.ShouldBe(reason), d => d.DeliveryState.ShouldBe("none"));
    }

    [Fact]
    public async Task An_account_that_is_switched_off_asks_no_model()
    {
        var agent = service.Named("silent");

        await agent.AskAsync("多重", "王五");

        service.GenerationsOf((await agent.ConversationAsync("王五")).Conversation.Id).ShouldBe(0);
    }

    [Theory]
    [InlineData("保修多久", false)]
    [InlineData("订单DD20260501001到哪了", true)]
    public async Task The_ERP_is_asked_only_when_the_question_needs_it(string question, bool asked)
    {
        var agent = service.NewAgent();

        await agent.AskAsync(question);

        var id = (await agent.ConversationAsync()).Conversation.Id;
        service.Desk.Asked<LookUpErpFacts>().Any(ask => ask.ConversationId == id).ShouldBe(asked);
    }
}
