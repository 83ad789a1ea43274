using Microsoft.Extensions.Logging;
using Npgsql;
using WeChatPlatform.Messaging.Outbox;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Messaging.Poison;

/// <summary>Poison messages of the in-memory transport, each in the database of the module whose queue gave it up.</summary>
internal sealed class PoisonTable(
    IEnumerable<ModuleDatabase> databases, MemoryDeliveries deliveries, TimeProvider time, ILogger<PoisonTable> logger)
{
    public async Task AddAsync(
        MessageCatalog.Queue queue, Guid messageId, string messageType, string body, string reason, CancellationToken ct)
    {
        try
        {
            await using var connection = await OpenAsync(queue.ContextType, ct);
            await using var command = new NpgsqlCommand(
                """
                insert into poison (message_id, endpoint, message_type, body, reason, failed_at)
                values ($1, $2, $3, $4, $5, $6)
                on conflict (message_id, endpoint) do update set reason = excluded.reason, failed_at = excluded.failed_at
                """,
                connection)
            {
                Parameters =
                {
                    new() { Value = messageId }, new() { Value = queue.Name }, new() { Value = messageType },
                    new() { Value = body }, new() { Value = reason }, new() { Value = time.GetUtcNow() },
                },
            };
            await command.ExecuteNonQueryAsync(ct);
        }
        catch (NpgsqlException)
        {
            // It cannot even be put aside: let the relay publish the row again when the database is back.
            deliveries.Forget(messageId);
            throw;
        }

        MessagingMetrics.Poisoned.Add(1, new KeyValuePair<string, object?>("queue", queue.Name));
        logger.MessagePoisoned(messageId, queue.Name, reason);
        deliveries.Done(messageId, queue.Name);
    }

    public async Task<List<PoisonMessage>> ListAsync(MessageCatalog.Queue queue, CancellationToken ct)
    {
        await using var connection = await OpenAsync(queue.ContextType, ct);
        await using var command = new NpgsqlCommand(
            "select message_id, message_type, reason, failed_at from poison where endpoint = $1 order by failed_at",
            connection)
        {
            Parameters = { new() { Value = queue.Name } },
        };
        List<PoisonMessage> found = [];
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(new PoisonMessage(
                reader.GetGuid(0), queue.Name, reader.GetString(1), reader.GetString(2), await reader.GetFieldValueAsync<DateTimeOffset>(3, ct)));
        }

        return found;
    }

    /// <summary>
    /// Turns poison rows back into outbox rows with the message ids they had: queues that handled them already ignore
    /// them, the one that failed tries again. The running platform's sweep finds them.
    /// </summary>
    public async Task<int> RedeliverAsync(MessageCatalog.Queue queue, Guid? messageId, CancellationToken ct)
    {
        await using var connection = await OpenAsync(queue.ContextType, ct);
        await using var command = new NpgsqlCommand(
            """
            with gone as (
                delete from poison where endpoint = $1 and ($2::uuid is null or message_id = $2)
                returning message_id, message_type, body)
            insert into outbox (message_id, message_type, body, ordering_key, lane, due_at, created_at)
            select message_id, message_type, body, message_id, 0, '-infinity', $3 from gone
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = queue.Name },
                new() { Value = (object?)messageId ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid },
                new() { Value = time.GetUtcNow() },
            },
        };
        return await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<int> RemoveAsync(MessageCatalog.Queue queue, Guid? messageId, CancellationToken ct)
    {
        await using var connection = await OpenAsync(queue.ContextType, ct);
        await using var command = new NpgsqlCommand(
            "delete from poison where endpoint = $1 and ($2::uuid is null or message_id = $2)", connection)
        {
            Parameters =
            {
                new() { Value = queue.Name },
                new() { Value = (object?)messageId ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid },
            },
        };
        return await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<NpgsqlConnection> OpenAsync(Type contextType, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(databases.Single(d => d.ContextType == contextType).ConnectionString);
        await connection.OpenAsync(ct);
        return connection;
    }
}
