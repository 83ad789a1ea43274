using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Contracts;
using static WeChatPlatform.Analytics.Tests.Events;

namespace WeChatPlatform.Analytics.Tests;

public class StatsTests(AnalyticsDatabase database) : IClassFixture<AnalyticsDatabase>
{
    private static readonly AnalyticsOptions Options = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_recorded_is_zeros_and_no_rates()
    {
        await using var context = await database.OpenEmptyAsync();

        var stats = await GetStats.ReadAsync(context, Options, Noon, Ct);

        stats.ShouldBe(new GetStats.Response(new(0, 0, 0), new(0, 0), new(null, null), new(0, 0, 0, 0, 0, 0), new(0, 0, 0), new(0, 0, 0)));
    }

    [Fact]
    public async Task Messages_are_counted_in_all_today_and_in_the_last_hour_without_our_own()
    {
        await using var context = await database.OpenEmptyAsync();
        await Record(
            context,
            Message(Noon.AddMinutes(-59)),
            Message(Noon.AddHours(-11)),
            Message(Noon.AddHours(-13)),
            Message(Noon, side: "unknown"),
            Message(Noon, side: "own"));

        (await GetStats.ReadAsync(context, Options, Noon, Ct)).Messages.ShouldBe(new GetStats.Messages(Total: 4, Today: 3, LastHour: 2));
    }

    [Fact]
    public async Task A_second_delivery_of_an_event_counts_nothing()
    {
        await using var context = await database.OpenEmptyAsync();
        object[] events = [Message(Noon), Decision(Noon), Delivery(Noon), Handoff(Noon), LlmCall(Noon), new AgentSeen(Guid.NewGuid(), "a", Noon)];

        await Record(context, [.. events, .. events]);

        var stats = await GetStats.ReadAsync(context, Options, Noon, Ct);
        (stats.Messages.Total, stats.Decisions.Total, stats.Deliveries.Verified, stats.Agents.Total).ShouldBe((1, 1, 1, 1));
        var today = (await GetMessageStats.ReadAsync(context, Options, Noon, 1, Ct)).ByDay.Single();
        (today.Handoffs, today.LlmCalls).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Agents_seen_within_90_seconds_are_online()
    {
        await using var context = await database.OpenEmptyAsync();
        await Record(
            context,
            new AgentSeen(Guid.NewGuid(), "here", Noon.AddSeconds(-89)),
            new AgentSeen(Guid.NewGuid(), "here", Noon.AddSeconds(-200)),
            new AgentSeen(Guid.NewGuid(), "gone", Noon.AddSeconds(-91)));

        (await GetStats.ReadAsync(context, Options, Noon, Ct)).Agents.ShouldBe(new GetStats.Agents(Total: 2, Online: 1));
    }

    [Fact]
    public async Task Decisions_are_counted_by_action()
    {
        await using var context = await database.OpenEmptyAsync();
        await Record(context, [.. "reply reply clarify handoff draft ignore".Split(' ').Select(action => Decision(Noon, action))]);

        (await GetStats.ReadAsync(context, Options, Noon, Ct)).Decisions.ShouldBe(new GetStats.Decisions(6, 2, 1, 1, 1, 1));
    }

    [Fact]
    public async Task Success_is_the_share_of_verified_among_reported_deliveries()
    {
        await using var context = await database.OpenEmptyAsync();
        await Record(context, Delivery(Noon), Delivery(Noon), Delivery(Noon, "not_sent"), Delivery(Noon, "unknown"));

        var stats = await GetStats.ReadAsync(context, Options, Noon, Ct);

        stats.Deliveries.ShouldBe(new GetStats.Deliveries(Verified: 2, NotSent: 1, Unknown: 1));
        stats.Performance.SuccessRate.ShouldBe(0.5);
    }

    [Fact]
    public async Task The_response_time_ends_with_the_first_verified_part()
    {
        await using var context = await database.OpenEmptyAsync();
        var (quick, slow) = (Guid.NewGuid(), Guid.NewGuid());
        await Record(
            context,
            Delivery(Noon, tookMs: 1000, decision: quick),
            Delivery(Noon.AddSeconds(2), tookMs: 3000, decision: quick, part: 1),
            Delivery(Noon, tookMs: 2000, decision: slow),
            Delivery(Noon, "not_sent", tookMs: 60_000));

        (await GetStats.ReadAsync(context, Options, Noon, Ct)).Performance.AvgResponseTimeMs.ShouldNotBeNull().ShouldBe(1500, 0.01);
    }

    [Fact]
    public async Task A_later_report_replaces_an_unknown_outcome_in_either_order_of_arrival()
    {
        await using var context = await database.OpenEmptyAsync();
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await Record(
            context,
            Delivery(Noon, "unknown", decision: first),
            Delivery(Noon.AddSeconds(5), decision: first),
            Delivery(Noon.AddSeconds(5), decision: second),
            Delivery(Noon, "unknown", decision: second));

        (await GetStats.ReadAsync(context, Options, Noon, Ct)).Deliveries.ShouldBe(new GetStats.Deliveries(2, 0, 0));
    }

    [Fact]
    public async Task Days_are_those_of_the_zone_with_zeros_between()
    {
        await using var context = await database.OpenEmptyAsync();
        var midnight = new DateTimeOffset(2026, 3, 5, 0, 0, 0, TimeSpan.FromHours(8));
        await Record(
            context,
            Message(midnight),
            Message(midnight.AddSeconds(-1)),
            Message(midnight.AddDays(-3)),
            Decision(midnight),
            Handoff(midnight),
            LlmCall(midnight, cost: 0.25m),
            Delivery(midnight, tookMs: 700),
            Delivery(midnight, "not_sent"));

        var stats = await GetMessageStats.ReadAsync(context, Options, Noon, 3, Ct);

        (stats.PeriodDays, stats.TotalMessages).ShouldBe((3, 2));
        stats.ByDay.ShouldBe(
        [
            new(new DateOnly(2026, 3, 3), 0, 0, 0, 0, 0, 0, 0, 0, 0, null),
            new(new DateOnly(2026, 3, 4), 1, 0, 0, 0, 0, 0, 0, 0, 0, null),
            new(new DateOnly(2026, 3, 5), 1, 1, 1, 2, 1, 1, 0, 1, 0.25m, 700),
        ]);
    }

    [Fact]
    public async Task A_year_has_all_its_days()
    {
        await using var context = await database.OpenEmptyAsync();

        var stats = await GetMessageStats.ReadAsync(context, Options, Noon, 366, Ct);

        stats.ByDay.Select(day => day.Date).Distinct().Count().ShouldBe(366);
        stats.ByDay[^1].Date.ShouldBe(new DateOnly(2026, 3, 5));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_decision_that_was_taken_back_counts_nowhere_in_whatever_order_it_is_heard(bool takenBackFirst)
    {
        await using var context = await database.OpenEmptyAsync();
        var decision = Decision(Noon);
        object[] heard = [decision, Superseded(decision)];

        await Record(context, takenBackFirst ? [heard[1], heard[0]] : heard);
        await Record(context, Decision(Noon));

        var stats = await GetStats.ReadAsync(context, Options, Noon, Ct);
        (stats.Decisions.Total, stats.Decisions.Reply).ShouldBe((1, 1));
        (await GetMessageStats.ReadAsync(context, Options, Noon, 1, Ct)).ByDay.Single().Decisions.ShouldBe(1);
    }

    [Fact]
    public async Task What_models_cost_is_kept_to_the_last_decimal_and_counted_once()
    {
        await using var context = await database.OpenEmptyAsync();
        object[] calls = [LlmCall(Noon, 0.00000001m), LlmCall(Noon, 1234.56789012m), LlmCall(Noon.AddDays(-1), 1m)];

        await Record(context, [.. calls, .. calls]);

        (await GetStats.ReadAsync(context, Options, Noon, Ct)).Models
            .ShouldBe(new GetStats.Models(Calls: 3, CostCny: 1235.56789013m, CostCnyToday: 1234.56789013m));
    }

    [Fact]
    public async Task Budgets_that_are_spent_to_a_part_are_alerts_newest_first_and_once()
    {
        await using var context = await database.OpenEmptyAsync();
        object[] reached = [Threshold(Noon, 80), Threshold(Noon.AddHours(1), 100, "agent-1")];

        await Record(context, [.. reached, .. reached]);

        var page = await ListAlerts.ReadAsync(context, before: null, size: 1, Ct);
        page.Items.Select(alert => (alert.Kind, alert.AgentId, alert.Percent, alert.SpentCny)).ShouldBe([("budget", "agent-1", 100, 100m)]);
        (await ListAlerts.ReadAsync(context, page.Next, size: 5, Ct)).Items.Select(alert => (alert.AgentId, alert.Percent)).ShouldBe([(null, 80)]);
        (await ListAlerts.ReadAsync(context, before: null, size: 2, Ct)).Next.ShouldBeNull("The last page may be full.");
    }

    [Fact]
    public async Task Customers_are_distinct_senders_in_distinct_chats()
    {
        await using var context = await database.OpenEmptyAsync();
        await Record(
            context,
            Message(Noon.AddDays(-2), "老客户"),
            Message(Noon, "老客户"),
            Message(Noon.AddDays(-2), "走了的客户"),
            Message(Noon, "新客户"),
            Message(Noon, "新客户", chat: "chat-2"),
            Message(Noon, "我们自己", side: "own"),
            Message(Noon, "看不清", side: "unknown"));

        (await GetCustomerStats.ReadAsync(context, Options, Noon, Ct))
            .ShouldBe(new GetCustomerStats.Response(TotalCustomers: 4, NewToday: 2, ActiveToday: 3));
    }

    private static async Task Record(DbContext context, params object[] events)
    {
        var analytics = (AnalyticsDbContext)context;
        foreach (var one in events)
        {
            await (one switch
            {
                MessageReceived message => RecordMessage.WriteAsync(analytics, message, Ct),
                ReplyDecided decision => RecordDecision.WriteAsync(analytics, decision, Ct),
                ReplySuperseded superseded => RecordSuperseded.WriteAsync(analytics, superseded, Ct),
                ReplyDelivered report => RecordDelivery.WriteAsync(analytics, report, Ct),
                HandoffRequested handoff => RecordHandoff.WriteAsync(analytics, handoff, Ct),
                LlmCallRecorded call => RecordLlmCall.WriteAsync(analytics, call, Ct),
                AgentSeen seen => RecordAgentSeen.WriteAsync(analytics, seen, Ct),
                BudgetThresholdReached reached => RecordBudgetThreshold.WriteAsync(analytics, reached, Ct),
                _ => throw new ArgumentException($"No consumer for {one.GetType().Name}.", nameof(events)),
            });
        }
    }
}
