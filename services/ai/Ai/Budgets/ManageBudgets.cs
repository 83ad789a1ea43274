using System.Security.Claims;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Ai.Ledger;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Ai.Budgets;

/// <summary>The budgets and what is spent of them, and how an administrator changes one.</summary>
internal static class ManageBudgets
{
    private const decimal Most = 1_000_000;
    private const int LongestAgentId = 200;

    /// <remarks>
    /// <paramref name="AgentId"/> absent or empty: all accounts together. <paramref name="LimitCny"/> absent or null: no limit.
    /// </remarks>
    internal sealed record Request(string? AgentId, string? Period, decimal? LimitCny);

    internal sealed record Response(string TimeZone, int SavingPercent, IReadOnlyList<Item> Items);

    /// <summary>
    /// The running period of one budget. <paramref name="SpentCny"/> is the ledger's sum, <paramref name="CountedCny"/> what the
    /// counter says, which decides. No agent: all accounts together. Who changed it is absent for a setting.
    /// </summary>
    internal sealed record Item(
        string? AgentId,
        string Period,
        DateOnly StartsOn,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? LimitCny,
        decimal SpentCny,
        decimal CountedCny,
        BudgetState State,
        DateTimeOffset? ChangedAt,
        string? ChangedBy);

    public static void MapManageBudgets(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/ai/budgets", Get).RequireAuthorization(Policies.Viewer).WithName("ai.GetBudgets");
        routes.MapPut("/ai/budgets", Put).RequireAuthorization(Policies.Admin).WithName("ai.PutBudget");
    }

    /// <summary>What is wrong with a change, in both languages; absent when it can be made.</summary>
    internal static string? Refusal(Request request) =>
        request.Period is null || !BudgetPeriod.Names.Contains(request.Period, StringComparer.Ordinal)
            ? "period 必填：day 或 month / period is required: day or month"
        : request.LimitCny is < 0 or > Most
            ? $"limit_cny 为 0 到 {Most} / limit_cny is 0 to {Most}"
        : request.LimitCny is { } limit && decimal.Round(limit, 8) != limit
            ? "limit_cny 最多 8 位小数 / limit_cny has at most 8 decimals"
        : request.AgentId is { } agentId && (agentId.Length > LongestAgentId || agentId.Any(char.IsControl))
            ? $"agent_id 最多 {LongestAgentId} 个字符 / agent_id has at most {LongestAgentId} characters"
        : null;

    private static async Task<Ok<Response>> Get(
        BudgetLimits limits, SpendingCounters counters, BudgetCalendar calendar, IOptions<BudgetOptions> options, AiDbContext context,
        TimeProvider time, CancellationToken ct)
    {
        var inForce = await limits.CurrentAsync(ct);
        var (day, month) = calendar.At(time.GetUtcNow());
        var sums = await LedgerSums.OfAllAsync(context, day, month, ct);
        var accounts = sums.Select(sum => sum.AgentId).Concat(inForce.Rows.Select(row => row.AgentId)).Append("")
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        List<Item> items = [];
        foreach (var agentId in accounts)
        {
            var sum = sums.Find(one => one.AgentId == agentId);
            foreach (var period in new[] { day, month })
            {
                var spent = (period == day ? sum?.DayCny : sum?.MonthCny) ?? 0;
                var set = inForce.Rows.FirstOrDefault(row => row.AgentId == agentId && row.Period == period.Name);
                var limit = inForce.Of(agentId, period.Name);
                if (agentId.Length == 0 || set is not null || limit is not null)
                {
                    var counted = limit is null ? spent : await counters.ReadAsync(agentId, period, ct);
                    items.Add(new Item(
                        agentId.Length == 0 ? null : agentId, period.Name, period.StartsOn, limit, spent, counted,
                        limit is { } most ? BudgetStates.Of(counted, most, options.Value.SavingPercent) : BudgetState.Open,
                        set?.ChangedAt, set?.ChangedBy));
                }
            }
        }

        return TypedResults.Ok(new Response(calendar.TimeZone, options.Value.SavingPercent, items));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Put(
        Request request, ClaimsPrincipal user, BudgetLimits limits, SpendingCounters counters, AiDbContext context, TimeProvider time,
        ILogger<AiModule> logger, CancellationToken ct)
    {
        if (Refusal(request) is { } refusal)
        {
            return TypedResults.Problem(refusal, statusCode: StatusCodes.Status400BadRequest, title: "invalid_budget");
        }

        var (agentId, period, limit) = (request.AgentId ?? "", request.Period!, request.LimitCny);
        var (now, who) = (time.GetUtcNow(), user.Caller()!.Id);
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            await context.Database.ExecuteSqlAsync(
                $"""
                insert into budget_limits (agent_id, period, limit_cny, changed_at, changed_by)
                values ({agentId}, {period}, {limit}, {now}, {who})
                on conflict (agent_id, period) do update
                set limit_cny = excluded.limit_cny, changed_at = excluded.changed_at, changed_by = excluded.changed_by
                """,
                ct);
            await limits.ForgetAsync(ct);
            await transaction.CommitAsync(ct);
        });
        logger.BudgetChanged(period, limit, agentId, who);

        // A lower limit may be reached already.
        await counters.ReconcileAsync(ct);
        return TypedResults.NoContent();
    }
}
