using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.Ai.Budgets;

/// <summary>What one account, or with an empty id all together, spent in the running day and month.</summary>
internal sealed record LedgerSum(string AgentId, decimal DayCny, decimal MonthCny);

/// <summary>What the ledger says that was spent.</summary>
internal static class LedgerSums
{
    public static Task<decimal> OfAsync(AiDbContext context, string agentId, BudgetPeriod period, CancellationToken ct) =>
        context.LlmCalls.AsNoTracking()
            .Where(row => row.At >= period.From && row.At < period.Until)
            .Where(row => agentId == "" || row.AgentId == agentId)
            .SumAsync(row => row.CostCny, ct);

    /// <summary>Of each account that spent anything this month, and of all together.</summary>
    public static Task<List<LedgerSum>> OfAllAsync(AiDbContext context, BudgetPeriod day, BudgetPeriod month, CancellationToken ct) =>
        context.Database.SqlQuery<LedgerSum>(
            $"""
            select coalesce(agent_id, '') as "AgentId",
                coalesce(sum(cost_cny) filter (where at >= {day.From} and at < {day.Until}), 0) as "DayCny",
                coalesce(sum(cost_cny), 0) as "MonthCny"
            from llm_calls where at >= {month.From} and at < {month.Until}
            group by grouping sets ((), (agent_id))
            having grouping(agent_id) = 1 or agent_id <> ''
            """).ToListAsync(ct);
}
