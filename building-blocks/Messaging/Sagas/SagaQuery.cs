using MassTransit;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using WeChatPlatform.Messaging.Consuming;

namespace WeChatPlatform.Messaging.Sagas;

/// <summary>
/// Reads one saga's row FOR UPDATE and writes the consume's inbox row in the same round trip: the most frequent statement of
/// all, so it goes past the context's query pipeline. The context tracks what it gives like any other entity.
/// </summary>
internal static class SagaQuery<TSaga, TDbContext>
    where TSaga : class, ISaga
    where TDbContext : DbContext
{
    private static SagaRow<TSaga>? row;

    /// <exception cref="AlreadyHandledException">The inbox row is there already.</exception>
    public static async Task<TSaga?> FindAsync(TDbContext context, Guid correlationId, InboxRow? inbox, CancellationToken ct)
    {
        row ??= new SagaRow<TSaga>(context);
        await using var batch = new NpgsqlBatch((NpgsqlConnection)context.Database.GetDbConnection());
        if (inbox is not null)
        {
            batch.BatchCommands.Add(CommitBatch.InsertInbox(inbox));
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand(row.SelectForUpdate)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = correlationId } },
        });
        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (inbox is not null && batch.BatchCommands[0].RecordsAffected == 0)
        {
            throw new AlreadyHandledException();
        }

        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        var saga = row.Read(reader);
        context.Attach(saga);
        return saga;
    }
}
