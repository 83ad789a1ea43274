using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Ai.Budgets;
using WeChatPlatform.Llm;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Ai.Ledger;

internal sealed class Spending(
    IServiceScopeFactory scopes, IModelPrices prices, SpendingCounters counters, ILogger<Spending> logger) : ISpending
{
    public async Task CountAsync(IReadOnlyList<LlmCall> rows, CancellationToken ct)
    {
        foreach (var row in rows)
        {
            LedgerMetrics.Spent(row);
        }

        try
        {
            await counters.AddAsync(rows, ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            // The database is away; the next reconciliation counts them.
            logger.SpendingNotCounted(rows.Count, failure.GetType().Name);
        }
    }

    public async Task WriteAsync(CallContext context, IReadOnlyList<ModelCall> calls, CancellationToken ct)
    {
        if (calls.Count == 0)
        {
            return;
        }

        try
        {
            var rows = calls.Select(call => LlmCall.Of(context, call, prices.Of(call.Try.Target))).ToList();
            await CountAsync(await InsertAsync(rows, ct), ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            logger.CallsNotWritten(calls.Count, context.Purpose, failure.GetType().Name);
        }
    }

    private async Task<List<LlmCall>> InsertAsync(List<LlmCall> rows, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<AiDbContext>();
        var outbox = scope.ServiceProvider.GetRequiredService<IOutbox<AiDbContext>>();
        var ids = rows.Select(row => row.Id).ToList();
        return await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            var known = await context.LlmCalls.Where(row => ids.Contains(row.Id)).Select(row => row.Id).ToListAsync(ct);
            var added = rows.Where(row => !known.Contains(row.Id)).ToList();
            foreach (var row in added)
            {
                context.Add(row);
                outbox.Publish(row.ToEvent(), row.ConversationId);
            }

            await context.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return added;
        });
    }
}
