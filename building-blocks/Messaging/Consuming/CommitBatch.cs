using Npgsql;
using NpgsqlTypes;
using WeChatPlatform.Messaging.Outbox;

namespace WeChatPlatform.Messaging.Consuming;

/// <summary>
/// The last round trip of a consume: inbox row, unless it is written already, outbox rows and the commit. A statement that
/// fails keeps the server from running those after it, the commit included.
/// </summary>
internal static class CommitBatch
{
    private const string InsertInboxText =
        "insert into inbox (message_id, endpoint, consumed_at) values ($1, $2, $3) on conflict do nothing";

    // Fails where the row is there already, and so does the commit after it.
    private const string InsertNewInboxText = "insert into inbox (message_id, endpoint, consumed_at) values ($1, $2, $3)";

    // Numbered in the order in which they were added: it is the order in which rows of one key leave.
    private const string InsertOutbox =
        """
        insert into outbox (message_id, message_type, body, ordering_key, lane, due_at, created_at, trace_parent)
        select message_id, message_type, body, ordering_key, lane, due_at, created_at, trace_parent
        from unnest($1, $2, $3, $4, $5, $6, $7, $8) with ordinality
            as added(message_id, message_type, body, ordering_key, lane, due_at, created_at, trace_parent, place)
        order by place
        """;

    /// <summary>Adds the inbox row, or affects no row when it is there already.</summary>
    public static NpgsqlBatchCommand InsertInbox(InboxRow inbox) => InsertInbox(inbox, InsertInboxText);

    public static async Task ExecuteAsync(
        NpgsqlConnection connection, InboxRow? inbox, IReadOnlyList<OutboxRow> outbox, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (inbox is not null)
        {
            batch.BatchCommands.Add(InsertInbox(inbox, InsertNewInboxText));
        }

        if (outbox.Count > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(InsertOutbox)
            {
                Parameters =
                {
                    Column(outbox, row => row.MessageId),
                    Column(outbox, row => row.MessageType),
                    Column(outbox, row => row.Body),
                    Column(outbox, row => row.OrderingKey),
                    Column(outbox, row => row.Lane),
                    Column(outbox, row => row.DueAt),
                    Column(outbox, row => row.CreatedAt),
                    new() { Value = Values(outbox, row => row.TraceParent), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                },
            });
        }

        if (batch.BatchCommands.Count == 0)
        {
            // A transaction that failed is rolled back by COMMIT without an error; any other statement is refused in it.
            batch.BatchCommands.Add(new NpgsqlBatchCommand("select 1"));
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        await batch.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlBatchCommand InsertInbox(InboxRow inbox, string statement) => new(statement)
    {
        Parameters =
        {
            new NpgsqlParameter<Guid> { TypedValue = inbox.MessageId },
            new NpgsqlParameter<string> { TypedValue = inbox.Endpoint },
            new NpgsqlParameter<DateTimeOffset> { TypedValue = inbox.ConsumedAt },
        },
    };

    private static NpgsqlParameter<T[]> Column<T>(IReadOnlyList<OutboxRow> rows, Func<OutboxRow, T> value) =>
        new() { TypedValue = Values(rows, value) };

    private static T[] Values<T>(IReadOnlyList<OutboxRow> rows, Func<OutboxRow, T> value)
    {
        var values = new T[rows.Count];
        for (var at = 0; at < values.Length; at++)
        {
            values[at] = value(rows[at]);
        }

        return values;
    }
}
