using WeChatPlatform.Contracts;

namespace WeChatPlatform.Message.Tests.Service;

public sealed class LateService : MessageService
{
    protected override IReadOnlyList<(string Key, string Value)> Settings =>
        [("Message:CatchUp:AnswerMinutes", "10"), ("Message:CatchUp:AskHours", "2")];
}

/// <summary>Messages that come late, after an outage.</summary>
public sealed class CatchUpTests(LateService service) : IClassFixture<LateService>
{
    private static readonly double Minute = TimeSpan.FromMinutes(1).TotalMilliseconds;

    [Fact]
    public async Task What_is_fresh_by_its_age_is_answered_whatever_the_clock_of_its_machine_says()
    {
        var agent = service.NewAgent();

        (await agent.AskAsync(Aged(agent, minutes: 9, timestamp: "2001-01-01T00:00:00Z"))).Action.ShouldBe("reply");
    }

    [Fact]
    public async Task What_is_a_little_late_asks_for_a_person_and_tells_the_customer_nothing()
    {
        var agent = service.NewAgent();

        var reply = await agent.AskAsync(Aged(agent, minutes: 11));

        reply.ShouldSatisfyAllConditions(r => r.Action.ShouldBe("transfer_human"), r => r.Content.ShouldBeNull());
        (await service.Host.NextAsync<HandoffRequested>(told => told.DecisionId == reply.DecisionId)).Reason.ShouldBe("stale_ask");
        (await agent.ConversationAsync()).Only.ShouldSatisfyAllConditions(
            d => d.Action.ShouldBe("handoff"), d => d.DeliveryState.ShouldBe("none"), d => d.Parts.ShouldBeEmpty());
    }

    [Fact]
    public async Task What_is_very_late_is_kept_and_left()
    {
        var agent = service.NewAgent();

        (await agent.AskAsync(Aged(agent, minutes: 121))).Action.ShouldBe("ignore");

        (await agent.ConversationAsync()).Only.Reason.ShouldBe("stale_ignored");
    }

    [Fact]
    public async Task Without_an_age_the_timestamp_counts()
    {
        var agent = service.NewAgent();
        var message = agent.Message("保修多久");
        message["timestamp"] = TimeProvider.System.GetUtcNow().AddHours(-1);

        (await agent.AskAsync(message)).Action.ShouldBe("transfer_human");
    }

    [Fact]
    public async Task A_timestamp_of_the_future_is_now()
    {
        var agent = service.NewAgent();
        var message = agent.Message("保修多久");
        message["timestamp"] = TimeProvider.System.GetUtcNow().AddDays(400);

        (await agent.AskAsync(message)).Action.ShouldBe("reply");
    }

    [Theory]
    [InlineData(31.0, null, "reply")]
    [InlineData(29.0, null, "ignore")]
    [InlineData(null, "2001-01-01T00:00:00Z", "ignore")]
    public async Task Only_a_person_who_typed_of_late_keeps_the_machine_silent(
        double? minutes, string? timestamp, string action)
    {
        var agent = service.NewAgent();
        var own = agent.Message("我来处理");
        own["side"] = "own";
        own["age_ms"] = minutes * Minute;
        own["timestamp"] = timestamp;
        await agent.GiveAsync(own);

        (await agent.AskAsync("保修多久")).Action.ShouldBe(action);
    }

    private static Dictionary<string, object?> Aged(AgentClient agent, double minutes, string? timestamp = null, string content = "保修多久")
    {
        var message = agent.Message(content);
        message["age_ms"] = minutes * Minute;
        message["timestamp"] = timestamp;
        return message;
    }
}
