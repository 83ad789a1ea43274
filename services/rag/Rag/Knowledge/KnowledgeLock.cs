using System.Data;
using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.Rag;

/// <summary>Whoever changes the draft or the releases does it alone, for one short transaction.</summary>
internal static class KnowledgeLock
{
    public static async Task<T> AloneAsync<T>(this RagDbContext context, Func<Task<T>> work, CancellationToken ct) =>
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            await context.HoldAsync(ct);
            var result = await work();
            await transaction.CommitAsync(ct);
            return result;
        });

    /// <summary>All that the work reads is of one moment, whatever others commit meanwhile. It changes nothing.</summary>
    public static async Task<T> AtOneMomentAsync<T>(this RagDbContext context, Func<Task<T>> work, CancellationToken ct) =>
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            return await work();
        });

    /// <summary>Takes the lock for the transaction that the context is in; again is no matter.</summary>
    public static Task HoldAsync(this RagDbContext context, CancellationToken ct) =>
        context.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('rag knowledge'))", ct);
}
