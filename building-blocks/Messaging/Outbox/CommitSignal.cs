using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Messaging.Outbox;

/// <summary>
/// Watches every module context and wakes the relay once rows of the outbox are committed: at SaveChanges when there is
/// no transaction around it, else at the commit. A rollback forgets them.
/// </summary>
internal sealed class CommitSignal(OutboxSignals signals) : IModuleContextExtension
{
    public void Extend(DbContextOptionsBuilder options, Type contextType)
    {
        var written = new WrittenRows(signals);
        options.AddInterceptors(new OnSave(written), new OnCommit(written));
    }

    private sealed class WrittenRows(OutboxSignals signals)
    {
        private readonly ConditionalWeakTable<DbContext, HashSet<(int Lane, DateTimeOffset Due)>> rows = [];

        public void Collect(DbContext? context)
        {
            if (context is null)
            {
                return;
            }

            foreach (var entry in context.ChangeTracker.Entries<OutboxRow>())
            {
                if (entry.State == EntityState.Added)
                {
                    rows.GetOrCreateValue(context).Add((entry.Entity.Lane, entry.Entity.DueAt));
                }
            }
        }

        public void Wake(DbContext? context)
        {
            if (context is null || !rows.TryGetValue(context, out var written))
            {
                return;
            }

            rows.Remove(context);
            foreach (var (lane, due) in written)
            {
                signals.Wake(context.GetType(), lane, due);
            }
        }

        public void Forget(DbContext? context)
        {
            if (context is not null)
            {
                rows.Remove(context);
            }
        }
    }

    private sealed class OnSave(WrittenRows written) : SaveChangesInterceptor
    {
        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            written.Collect(eventData.Context);
            return ValueTask.FromResult(result);
        }

        public override ValueTask<int> SavedChangesAsync(
            SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            if (eventData.Context?.Database.CurrentTransaction is null)
            {
                written.Wake(eventData.Context);
            }

            return ValueTask.FromResult(result);
        }
    }

    private sealed class OnCommit(WrittenRows written) : DbTransactionInterceptor
    {
        public override Task TransactionCommittedAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            written.Wake(eventData.Context);
            return Task.CompletedTask;
        }

        public override Task TransactionRolledBackAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            written.Forget(eventData.Context);
            return Task.CompletedTask;
        }

        public override Task TransactionFailedAsync(
            DbTransaction transaction, TransactionErrorEventData eventData, CancellationToken cancellationToken = default)
        {
            written.Forget(eventData.Context);
            return Task.CompletedTask;
        }
    }
}
