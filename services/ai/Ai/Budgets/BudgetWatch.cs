using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Ai.Ledger;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Ai.Budgets;

/// <summary>
/// Tells once that a part of a budget is spent: once for each budget, period and percentage, because its row can be written
/// once only. Event and row are of one transaction.
/// </summary>
internal sealed class BudgetWatch(
    IServiceScopeFactory scopes, BudgetLimits limits, IOptions<BudgetOptions> options, TimeProvider time, ILogger<BudgetWatch> logger)
{
    private const int All = 100;
    private const int MostRemembered = 10_000;

    // What is in the table already, so that it is not asked for at every call.
    private readonly ConcurrentDictionary<(string AgentId, string Period, DateOnly StartsOn, int Percent), bool> _told = new();

    /// <summary>Looks whether an amount that was spent is one to tell of.</summary>
    public async Task SeeAsync(string agentId, BudgetPeriod period, decimal spent, CancellationToken ct)
    {
        if ((await limits.CurrentAsync(ct)).Of(agentId, period.Name) is not { } limit)
        {
            return;
        }

        foreach (var percent in new[] { options.Value.SavingPercent, All }.Distinct())
        {
            var key = (agentId, period.Name, period.StartsOn, percent);
            if (spent * 100 >= limit * percent && spent > 0 && !_told.ContainsKey(key))
            {
                await TellAsync(
                    new BudgetAlert
                    {
                        Id = Guid.CreateVersion7(time.GetUtcNow()),
                        AgentId = agentId,
                        Period = period.Name,
                        StartsOn = period.StartsOn,
                        Percent = percent,
                        LimitCny = limit,
                        SpentCny = spent,
                        At = time.GetUtcNow(),
                    },
                    ct);
                if (_told.Count >= MostRemembered)
                {
                    _told.Clear();
                }

                _told[key] = true;
            }
        }
    }

    private async Task TellAsync(BudgetAlert alert, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<AiDbContext>();
        var outbox = scope.ServiceProvider.GetRequiredService<IOutbox<AiDbContext>>();
        var isFirst = await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            var added = await context.Database.ExecuteSqlAsync(
                $"""
                insert into budget_alerts (id, agent_id, period, starts_on, percent, limit_cny, spent_cny, at)
                values ({alert.Id}, {alert.AgentId}, {alert.Period}, {alert.StartsOn}, {alert.Percent}, {alert.LimitCny}, {alert.SpentCny},
                    {alert.At})
                on conflict do nothing
                """,
                ct);
            if (added == 1)
            {
                outbox.Publish(alert.ToEvent(), OrderingKey);
                await context.SaveChangesAsync(ct);
            }

            await transaction.CommitAsync(ct);
            return added == 1;
        });
        if (isFirst)
        {
            logger.BudgetThresholdReached(alert.Percent, alert.Period, alert.StartsOn, alert.SpentCny, alert.LimitCny, alert.AgentId);
        }
    }

    // One for all: 80 % are told before 100 %.
    private static readonly Guid OrderingKey = new("6b1f0c52-3b0e-4a53-9a35-8f6c1c0e7d11");
}
