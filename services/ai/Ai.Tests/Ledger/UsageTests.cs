using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatPlatform.Ai.Ledger;
using WeChatPlatform.Llm;
using static WeChatPlatform.Ai.Tests.Ledger.LedgerHost;

namespace WeChatPlatform.Ai.Tests.Ledger;

/// <summary>Whatever way the ledger is looked at, the sums are the same.</summary>
public sealed class UsageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_part_of_the_usage_and_the_report_add_up_to_the_ledger()
    {
        await using var ai = await StartAsync();
        await ai.Spending.WriteAsync(For("agent-1", "price"), [Call(33), Call(7, LlmFailure.Timeout), Call(12, purpose: "rewrite")], Ct);
        await ai.Spending.WriteAsync(For("agent-2"), [Call(5), Call(1, model: "nobody-knows")], Ct);
        await ai.Spending.WriteAsync(For("", "fault"), [Call(0, LlmFailure.RateLimited, purpose: "ping")], Ct);
        var ledger = (await ai.RowsAsync()).Sum(row => row.CostCny);
        ledger.ShouldBe(5.70001m);

        foreach (var by in new[] { "provider", "model", "account", "conversation", "intent", "purpose", "day" })
        {
            var usage = await GetAsync(ai, $"/api/v1/ai/usage?by={by}");
            Cost(usage.GetProperty("total")).ShouldBe(ledger, by);
            usage.GetProperty("items").EnumerateArray().Sum(Cost).ShouldBe(ledger, by);
            usage.GetProperty("items").EnumerateArray().Sum(line => line.GetProperty("calls").GetInt64()).ShouldBe(6, by);
        }

        var report = await GetAsync(ai, "/api/v1/ai/reports/daily");
        Cost(report.GetProperty("total")).ShouldBe(ledger);
        foreach (var list in new[] { "by_model", "by_account", "by_intent", "by_purpose" })
        {
            report.GetProperty(list).EnumerateArray().Sum(Cost).ShouldBe(ledger, list);
        }

        var total = report.GetProperty("total");
        (Count("calls"), Count("failed"), Count("unknown_price"), Count("input_tokens")).ShouldBe((6, 2, 1, 58));
        report.GetProperty("limit_cny").GetDecimal().ShouldBe(100);

        long Count(string name) => total.GetProperty(name).GetInt64();
    }

    [Fact]
    public async Task Usage_comes_dearest_first_and_in_pages_that_miss_nothing()
    {
        await using var ai = await StartAsync();
        foreach (var (account, cny) in new[] { ("b", 2), ("a", 2), ("dear", 9), ("中文", 2), ("cheap", 1) })
        {
            await ai.SpendAsync(account, cny);
        }

        List<string> seen = [];
        string? next = null;
        do
        {
            var page = await GetAsync(ai, $"/api/v1/ai/usage?by=account&limit=2{(next is null ? "" : $"&after={Uri.EscapeDataString(next)}")}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(line => line.GetProperty("key").GetString()!));
            next = page.TryGetProperty("next", out var more) ? more.GetString() : null;
        }
        while (next is not null);

        seen.ShouldBe(["dear", "a", "b", "中文", "cheap"]);
    }

    [Fact]
    public async Task The_calls_of_one_turn_can_be_looked_up()
    {
        await using var ai = await StartAsync();
        var turn = For("agent-1");
        await ai.Spending.WriteAsync(turn, [Call(10), Call(20)], Ct);
        await ai.SpendAsync("agent-1", 9);

        var page = await GetAsync(ai, $"/api/v1/ai/calls?turn_id={turn.TurnId}");

        page.GetProperty("items").EnumerateArray().Select(Cost).ShouldBe([1, 2], ignoreOrder: true);
        (await GetAsync(ai, $"/api/v1/ai/calls?conversation_id={turn.ConversationId}&limit=1")).TryGetProperty("next", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task An_empty_ledger_is_zeros()
    {
        await using var ai = await StartAsync();

        Cost((await GetAsync(ai, "/api/v1/ai/usage?by=day&from=2026-03-01&until=2026-03-05")).GetProperty("total")).ShouldBe(0);
        Cost((await GetAsync(ai, "/api/v1/ai/reports/daily?date=2026-03-05")).GetProperty("total")).ShouldBe(0);
    }

    [Theory]
    [InlineData("2026-03-01", "2026-03-05", "model", null, null)]
    [InlineData("2026-03-06", "2026-03-05", "model", null, "days_out_of_range")]
    [InlineData("2025-03-05", "2026-03-05", "model", null, null)]
    [InlineData("2025-03-04", "2026-03-05", "model", null, "days_out_of_range")]
    [InlineData("2026-03-01", "2026-03-05", "colour", null, "part_unknown")]
    [InlineData("2026-03-01", "2026-03-05", "model", "1.5~p/m", null)]
    [InlineData("2026-03-01", "2026-03-05", "model", "x", "page_unknown")]
    public void What_cannot_be_answered_is_refused(string from, string until, string by, string? after, string? code) =>
        GetUsage.Refusal(DateOnly.Parse(from, null), DateOnly.Parse(until, null), by, after)?.Code.ShouldBe(code);

    [Fact]
    public async Task A_refusal_is_a_problem_body()
    {
        await using var ai = await StartAsync();

        using var answer = await ai.Host.Viewer.GetAsync("/api/v1/ai/usage?by=colour", Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("title").GetString().ShouldBe("part_unknown");
    }

    private static Task<JsonElement> GetAsync(LedgerHost ai, string path) => ai.Host.Viewer.GetFromJsonAsync<JsonElement>(path, Ct);

    private static decimal Cost(JsonElement figures) => figures.GetProperty("cost_cny").GetDecimal();
}
