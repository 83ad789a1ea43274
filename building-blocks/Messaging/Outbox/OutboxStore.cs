using Npgsql;
using NpgsqlTypes;

namespace WeChatPlatform.Messaging.Outbox;

/// <summary>
/// The relay's statements against one module's outbox. Raw SQL: this is the hot path. Its connections do not wait for
/// the flush of a commit: if a crash of the server loses a delete, the rows are sent again and the inboxes ignore them.
/// </summary>
internal sealed class OutboxStore(NpgsqlConnection connection)
{
    private const int LockClass = 0x57434f42;

    /// <summary>
    /// Takes the lane for this session, waiting for another replica's relay to finish its pass, and reads what is due in
    /// the order of commits. One relay at a time has a lane, so several relays never reorder one key's messages.
    /// </summary>
    public async Task<List<OutboxRow>> TakeAsync(
        int lane, DateTimeOffset now, IReadOnlyCollection<long> except, int limit, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("select pg_advisory_lock($1, $2)")
                {
                    Parameters = { new() { Value = LockClass }, new() { Value = lane } },
                },
                new NpgsqlBatchCommand(
                    """
                    select id, message_id, message_type, body, ordering_key, due_at, created_at, trace_parent
                    from outbox where lane = $1 and due_at <= $2 and id <> all($3)
                    order by due_at, id limit $4
                    """)
                {
                    Parameters =
                    {
                        new() { Value = (short)lane },
                        new() { Value = now },
                        new() { Value = except.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
                        new() { Value = limit },
                    },
                },
            },
        };
        List<OutboxRow> rows = [];
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new OutboxRow
            {
                Id = reader.GetInt64(0),
                MessageId = reader.GetGuid(1),
                MessageType = reader.GetString(2),
                Body = reader.GetString(3),
                OrderingKey = reader.GetGuid(4),
                Lane = (short)lane,
                DueAt = await reader.GetFieldValueAsync<DateTimeOffset>(5, ct),
                CreatedAt = await reader.GetFieldValueAsync<DateTimeOffset>(6, ct),
                TraceParent = await reader.IsDBNullAsync(7, ct) ? null : reader.GetString(7),
            });
        }

        return rows;
    }

    /// <summary>
    /// Deletes what was sent and gives the lane free, in one round trip. The barrier commits the deletion first: a lane that is
    /// free while the deletion is not yet visible lets another relay send the same rows again.
    /// </summary>
    public async Task ReleaseAsync(int lane, IReadOnlyCollection<long> sent, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (sent.Count > 0)
        {
            AddDelete(batch, sent);
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand("select pg_advisory_unlock($1, $2)")
        {
            Parameters = { new() { Value = LockClass }, new() { Value = lane } },
        });
        await batch.ExecuteNonQueryAsync(ct);
    }

    public async Task DeleteAsync(IReadOnlyCollection<long> sent, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddDelete(batch, sent);
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Which lanes have rows that are due, how many, and how old the oldest is; what a crash left is found here.</summary>
    public async Task<Backlog> SweepAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            select lane, count(*), min(greatest(due_at, created_at)) from outbox where due_at <= $1 group by lane
            """,
            connection)
        {
            Parameters = { new() { Value = now } },
        };
        List<int> lanes = [];
        long count = 0;
        var oldest = now;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            lanes.Add(reader.GetInt16(0));
            count += reader.GetInt64(1);
            var first = await reader.GetFieldValueAsync<DateTimeOffset>(2, ct);
            oldest = first < oldest ? first : oldest;
        }

        return new Backlog(lanes, count, now - oldest);
    }

    /// <summary>
    /// Forgets message ids that can no longer come again: all of them, in short transactions. A fixed number at a time would
    /// fall behind for ever where more come in.
    /// </summary>
    public async Task TrimInboxAsync(DateTimeOffset before, int most, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            delete from inbox where (message_id, endpoint) in
                (select message_id, endpoint from inbox where consumed_at < $1 limit $2)
            """,
            connection)
        {
            Parameters = { new() { Value = before }, new() { Value = most } },
        };
        while (await command.ExecuteNonQueryAsync(ct) == most)
        {
        }
    }

    private static void AddDelete(NpgsqlBatch batch, IReadOnlyCollection<long> sent)
    {
        batch.BatchCommands.Add(new NpgsqlBatchCommand("delete from outbox where id = any($1)")
        {
            AppendErrorBarrier = true,
            Parameters = { new() { Value = sent.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint } },
        });
    }

    internal sealed record Backlog(IReadOnlyList<int> Lanes, long Count, TimeSpan Age);
}
