using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatPlatform.Caching;

namespace WeChatPlatform.Ai.Budgets;

/// <summary>The budgets that are in force: what an administrator set, else the settings.</summary>
internal sealed class BudgetLimits(IServiceScopeFactory scopes, ICache cache, IOptions<BudgetOptions> options)
{
    private const string Key = "all";

    private static readonly CacheKind Kind = new("ai-budgets", 1, TimeSpan.FromMinutes(10));

    public async ValueTask<LimitsInForce> CurrentAsync(CancellationToken ct)
    {
        var rows = await cache.GetOrLoadAsync(Kind, Key, LoadAsync, ct);
        return new LimitsInForce(options.Value, rows!.Rows);
    }

    /// <summary>Called inside the transaction that changes a row, before its commit.</summary>
    public ValueTask ForgetAsync(CancellationToken ct) => cache.RemoveAsync(Kind, Key, ct);

    private async Task<StoredLimits?> LoadAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<AiDbContext>();
        var rows = await context.BudgetLimits.AsNoTracking()
            .Select(row => new StoredLimit(row.AgentId, row.Period, row.LimitCny, row.ChangedAt, row.ChangedBy))
            .ToListAsync(ct);
        return new StoredLimits([.. rows]);
    }

    internal sealed record StoredLimits(ImmutableArray<StoredLimit> Rows);
}

/// <summary>A row of the limits as it is kept in the cache.</summary>
internal sealed record StoredLimit(string AgentId, string Period, decimal? LimitCny, DateTimeOffset ChangedAt, string ChangedBy);

/// <summary>All budgets at one moment.</summary>
internal sealed record LimitsInForce(BudgetOptions Options, ImmutableArray<StoredLimit> Rows)
{
    /// <summary>CNY that may be spent; absent when there is no limit.</summary>
    /// <remarks><paramref name="agentId"/> is empty for all accounts together.</remarks>
    public decimal? Of(string agentId, string period) =>
        Rows.FirstOrDefault(row => row.AgentId == agentId && row.Period == period) is { } set ? set.LimitCny
        : (agentId.Length == 0, period) switch
        {
            (true, BudgetPeriod.Day) => Options.DailyCny,
            (true, _) => Options.MonthlyCny,
            (false, BudgetPeriod.Day) => Options.AccountDailyCny,
            (false, _) => Options.AccountMonthlyCny,
        };
}
