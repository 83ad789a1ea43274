using Microsoft.Extensions.Options;
using WeChatPlatform.Ai.Ledger;

namespace WeChatPlatform.Ai.Budgets;

/// <summary>Asked before every answer: one read of a counter for each budget that has a limit.</summary>
internal sealed class BudgetStates(
    BudgetLimits limits,
    SpendingCounters counters,
    BudgetWatch watch,
    BudgetCalendar calendar,
    IOptions<BudgetOptions> options,
    TimeProvider time) : IBudgets
{
    /// <remarks>A limit of 0 allows nothing.</remarks>
    public static BudgetState Of(decimal spent, decimal limit, int savingPercent) =>
        spent >= limit ? BudgetState.Spent
        : spent * 100 >= limit * savingPercent ? BudgetState.Saving
        : BudgetState.Open;

    public async ValueTask<BudgetState> StateAsync(string agentId, CancellationToken ct)
    {
        var inForce = await limits.CurrentAsync(ct);
        var (day, month) = calendar.At(time.GetUtcNow());
        var states = await Task.WhenAll(
            from who in agentId.Length == 0 ? [""] : new[] { "", agentId }
            from period in new[] { day, month }
            let limit = inForce.Of(who, period.Name)
            where limit is not null
            select StateAsync(who, period, limit.Value, ct));
        return states.DefaultIfEmpty(BudgetState.Open).Max();
    }

    private async Task<BudgetState> StateAsync(string agentId, BudgetPeriod period, decimal limit, CancellationToken ct)
    {
        var spent = await counters.ReadAsync(agentId, period, ct);
        if (agentId.Length == 0)
        {
            LedgerMetrics.IsUsed(period.Name, limit > 0 ? (double)(spent / limit) : 1);
        }

        await watch.SeeAsync(agentId, period, spent, ct);
        return Of(spent, limit, options.Value.SavingPercent);
    }
}
