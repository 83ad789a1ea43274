using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Ai.Budgets;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Ai.Ledger;

/// <summary>One day of the ledger on one page: what was spent, on what, and how far the budget went.</summary>
internal static class GetDailyReport
{
    /// <summary>Each list adds up to the total. The limit is the one in force now; absent when there is none.</summary>
    internal sealed record Response(
        DateOnly Date,
        string TimeZone,
        UsageFigures Total,
        decimal? LimitCny,
        IReadOnlyList<UsageLine> ByModel,
        IReadOnlyList<UsageLine> ByAccount,
        IReadOnlyList<UsageLine> ByIntent,
        IReadOnlyList<UsageLine> ByPurpose,
        IReadOnlyList<Threshold> Thresholds);

    /// <summary>A part of a daily budget that was spent that day. No agent: the budget of all accounts together.</summary>
    internal sealed record Threshold(string? AgentId, int Percent, decimal LimitCny, decimal SpentCny, DateTimeOffset At);

    internal sealed record Row(
        string Part, string Key, long Calls, long Failed, long Abandoned, long Estimated, long UnknownPrice, long InputTokens,
        long OutputTokens, decimal CostCny);

    public static void MapGetDailyReport(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/ai/reports/daily", Handle).RequireAuthorization(Policies.Viewer).WithName("ai.GetDailyReport");

    private static async Task<Ok<Response>> Handle(
        AiDbContext context, BudgetCalendar calendar, BudgetLimits limits, TimeProvider time, DateOnly? date, CancellationToken ct)
    {
        var limit = (await limits.CurrentAsync(ct)).Of(agentId: "", BudgetPeriod.Day);
        return TypedResults.Ok(await ReadAsync(context, calendar, date ?? calendar.Today(time.GetUtcNow()), limit, ct));
    }

    internal static async Task<Response> ReadAsync(
        AiDbContext context, BudgetCalendar calendar, DateOnly date, decimal? limit, CancellationToken ct)
    {
        var (start, end) = (calendar.StartOf(date), calendar.StartOf(date.AddDays(1)));
        var rows = await context.Database.SqlQuery<Row>(
            $"""
            select case when grouping(target) = 0 then 'model' when grouping(agent_id) = 0 then 'account'
                    when grouping(intent) = 0 then 'intent' when grouping(purpose) = 0 then 'purpose' else 'all' end as "Part",
                coalesce(target, agent_id, intent, purpose, '') as "Key",
                count(*) as "Calls",
                count(*) filter (where status <> 'ok') as "Failed",
                count(*) filter (where was_abandoned) as "Abandoned",
                count(*) filter (where is_estimated) as "Estimated",
                count(*) filter (where not is_price_known) as "UnknownPrice",
                coalesce(sum(input_tokens), 0) as "InputTokens",
                coalesce(sum(output_tokens), 0) as "OutputTokens",
                coalesce(sum(cost_cny), 0) as "CostCny"
            from (
                select provider || '/' || model as target, agent_id, coalesce(intent, '') as intent, purpose, status, was_abandoned,
                    is_estimated, is_price_known, input_tokens, output_tokens, cost_cny
                from llm_calls where at >= {start} and at < {end}
            ) calls
            group by grouping sets ((), (target), (agent_id), (intent), (purpose))
            """).ToListAsync(ct);
        var total = rows.Single(row => row.Part == "all");
        var thresholds = await context.BudgetAlerts.AsNoTracking()
            .Where(alert => alert.Period == BudgetPeriod.Day && alert.StartsOn == date)
            .OrderBy(alert => alert.At)
            .Select(alert => new Threshold(
                alert.AgentId.Length == 0 ? null : alert.AgentId, alert.Percent, alert.LimitCny, alert.SpentCny, alert.At))
            .ToListAsync(ct);
        return new Response(
            date,
            calendar.TimeZone,
            new UsageFigures(
                total.Calls, total.Failed, total.Abandoned, total.Estimated, total.UnknownPrice, total.InputTokens, total.OutputTokens,
                total.CostCny),
            limit,
            Lines("model"),
            Lines("account"),
            Lines("intent"),
            Lines("purpose"),
            thresholds);

        List<UsageLine> Lines(string part) =>
            [.. rows.Where(row => row.Part == part)
                .OrderByDescending(row => row.CostCny)
                .ThenBy(row => row.Key, StringComparer.Ordinal)
                .Select(row => new UsageLine(
                    row.Key, row.Calls, row.Failed, row.Abandoned, row.Estimated, row.UnknownPrice, row.InputTokens, row.OutputTokens,
                    row.CostCny))];
    }
}
