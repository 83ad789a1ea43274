using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatPlatform.Ai.Budgets;
using WeChatPlatform.Ai.Tests.Ledger;
using WeChatPlatform.Contracts;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Ai.Tests.Budgets;

public sealed class BudgetTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task At_80_percent_cheaper_models_answer_and_at_100_percent_none_does()
    {
        await using var ai = await LedgerHost.StartAsync();

        (await ai.Budgets.StateAsync("agent-1", Ct)).ShouldBe(BudgetState.Open);
        await ai.SpendAsync("agent-1", 79);
        (await ai.Budgets.StateAsync("agent-1", Ct)).ShouldBe(BudgetState.Open);
        await ai.SpendAsync("agent-2", 1);
        (await ai.Budgets.StateAsync("agent-1", Ct)).ShouldBe(BudgetState.Saving);
        await ai.SpendAsync("agent-2", 20);
        (await ai.Budgets.StateAsync("agent-3", Ct)).ShouldBe(BudgetState.Spent);
    }

    [Fact]
    public async Task Each_threshold_is_told_once_whoever_sees_it_and_however_often()
    {
        var redis = await TestServers.CreateKeyPrefixAsync(Ct);
        await using var first = await LedgerHost.StartAsync(redis.Settings);
        await using var second = await first.ReplicaAsync(redis.Settings);
        await first.Budgets.StateAsync("agent-1", Ct);

        await first.SpendAsync("agent-1", 85);
        await Task.WhenAll(Enumerable.Range(0, 10).SelectMany(_ => new[] { first, second }).Select(ai => ai.Budgets.StateAsync("agent-1", Ct).AsTask()));
        await second.SpendAsync("agent-1", 30);
        await first.Counters.ReconcileAsync(Ct);
        await second.Counters.ReconcileAsync(Ct);

        await Eventually.Holds("both are told", () => Told().Count == 2);
        Told().ShouldBe([80, 100], ignoreOrder: true);
        var report = await first.Host.Viewer.GetFromJsonAsync<JsonElement>("/api/v1/ai/reports/daily", Ct);
        report.GetProperty("thresholds").EnumerateArray().Select(one => one.GetProperty("percent").GetInt32()).ShouldBe([80, 100]);

        List<int> Told() => [.. new[] { first, second }
            .SelectMany(ai => ai.Host.Published<BudgetThresholdReached>())
            .DistinctBy(one => one.AlertId).Select(one => one.Percent)];
    }

    [Fact]
    public async Task An_account_may_have_a_budget_of_its_own_and_a_change_has_effect_at_once()
    {
        await using var ai = await LedgerHost.StartAsync();
        await ai.SpendAsync("agent-1", 6);
        (await ai.Budgets.StateAsync("agent-1", Ct)).ShouldBe(BudgetState.Open);

        (await PutAsync(ai, new { agent_id = "agent-1", period = "month", limit_cny = 5 })).ShouldBe(HttpStatusCode.NoContent);

        (await ai.Budgets.StateAsync("agent-1", Ct)).ShouldBe(BudgetState.Spent);
        (await ai.Budgets.StateAsync("agent-2", Ct)).ShouldBe(BudgetState.Open);
        await Eventually.Holds("it is told", () =>
            ai.Host.Published<BudgetThresholdReached>().Any(one => one is { AgentId: "agent-1", Period: "month", Percent: 100, LimitCny: 5, SpentCny: 6 }));
        (await PutAsync(ai, new { agent_id = "agent-1", period = "month", limit_cny = (decimal?)null })).ShouldBe(HttpStatusCode.NoContent);
        (await ai.Budgets.StateAsync("agent-1", Ct)).ShouldBe(BudgetState.Open);
    }

    [Fact]
    public async Task Budgets_are_shown_with_what_the_ledger_and_the_counters_say()
    {
        await using var ai = await LedgerHost.StartAsync();
        await PutAsync(ai, new { agent_id = "agent-1", period = "day", limit_cny = 20 });
        await ai.SpendAsync("agent-1", 16);
        await ai.SpendAsync("agent-2", 1);

        var shown = await ai.Host.Viewer.GetFromJsonAsync<JsonElement>("/api/v1/ai/budgets", Ct);

        shown.GetProperty("items").EnumerateArray()
            .Select(item => (
                Agent: item.TryGetProperty("agent_id", out var agent) ? agent.GetString() : null,
                Period: item.GetProperty("period").GetString(),
                Spent: item.GetProperty("spent_cny").GetDecimal(),
                Counted: item.GetProperty("counted_cny").GetDecimal(),
                State: item.GetProperty("state").GetString()))
            .ShouldBe([(null, "day", 17, 17, "open"), (null, "month", 17, 17, "open"), ("agent-1", "day", 16, 16, "saving")]);
    }

    [Theory]
    [InlineData("79.99999999", 100, "Open")]
    [InlineData("80", 100, "Saving")]
    [InlineData("99.99999999", 100, "Saving")]
    [InlineData("100", 100, "Spent")]
    [InlineData("0", 0, "Spent")]
    public void The_state_follows_from_what_is_spent(string spent, int limit, string state) =>
        BudgetStates.Of(decimal.Parse(spent, CultureInfo.InvariantCulture), limit, savingPercent: 80).ToString().ShouldBe(state);

    [Fact]
    public void What_an_administrator_set_wins_over_the_settings()
    {
        var options = new BudgetOptions { DailyCny = 100, AccountDailyCny = 10 };
        var limits = new LimitsInForce(
            options,
            [new StoredLimit("a", "day", 3, default, "admin"), new StoredLimit("", "month", 700, default, "admin"), new StoredLimit("b", "day", null, default, "admin")]);

        (limits.Of("", "day"), limits.Of("", "month"), limits.Of("a", "day"), limits.Of("b", "day"), limits.Of("c", "day"), limits.Of("c", "month"))
            .ShouldBe((100, 700, 3, null, 10, null));
    }

    [Theory]
    [InlineData(null, "day", "5", true)]
    [InlineData("a", "month", "0", true)]
    [InlineData("a", "week", "5", false)]
    [InlineData(null, null, null, false)]
    [InlineData(null, "day", "-1", false)]
    [InlineData(null, "day", "0.000000001", false)]
    [InlineData(null, "day", "1000001", false)]
    [InlineData("a\nb", "day", "5", false)]
    public void Only_whole_changes_are_taken(string? agentId, string? period, string? limit, bool fine) =>
        (ManageBudgets.Refusal(new ManageBudgets.Request(
            agentId, period, limit is null ? null : decimal.Parse(limit, CultureInfo.InvariantCulture))) is null).ShouldBe(fine);

    [Theory]
    [InlineData("2026-03-05T15:59:59Z", "2026-03-05", "2026-03-01")]
    [InlineData("2026-03-31T16:00:00Z", "2026-04-01", "2026-04-01")]
    public void Days_and_months_begin_at_midnight_of_the_zone(string at, string day, string month)
    {
        var calendar = new BudgetCalendar(Microsoft.Extensions.Options.Options.Create(new BudgetOptions()));

        var periods = calendar.At(DateTimeOffset.Parse(at, null));

        (periods.Day.StartsOn, periods.Month.StartsOn).ShouldBe((DateOnly.Parse(day, null), DateOnly.Parse(month, null)));
        (periods.Day.Until - periods.Day.From).ShouldBe(TimeSpan.FromDays(1));
    }

    private static async Task<HttpStatusCode> PutAsync(LedgerHost ai, object budget)
    {
        using var answer = await ai.Host.Admin.PutAsJsonAsync("/api/v1/ai/budgets", budget, Ct);
        return answer.StatusCode;
    }
}
