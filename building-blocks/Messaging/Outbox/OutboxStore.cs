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
    /// One turn of a relay in one round trip: deletes what was sent, gives lanes free, takes others if no other session has
    /// them, and reads what is due in the lanes it then has. One session at a time has a lane, so several relays never
    /// reorder one key's messages. Rows are deleted for good before a lane is given free.
    /// </summary>
    public async Task<Turn> ExchangeAsync(Wishes wishes, DateTimeOffset now, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (wishes.Delete.Count > 0)
        {
            AddDelete(batch, wishes.Delete);
            batch.BatchCommands[^1].AppendErrorBarrier = true;
        }

        if (wishes.Release.Count > 0)
        {
            batch.BatchCommands.Add(OnLanes("select pg_advisory_unlock($1, lane) from unnest($2) lane", wishes.Release));
        }

        if (wishes.Take.Count > 0)
        {
            batch.BatchCommands.Add(OnLanes("select lane from unnest($2) lane where pg_try_advisory_lock($1, lane)", wishes.Take));
        }

        if (wishes.Read.Count > 0)
        {
            batch.BatchCommands.Add(ReadDue(wishes, now));
        }

        if (batch.BatchCommands.Count == 0)
        {
            return new Turn(new HashSet<int>(), []);
        }

        HashSet<int> taken = [];
        List<OutboxRow> rows = [];
        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (wishes.Release.Count > 0)
        {
            await reader.NextResultAsync(ct);
        }

        if (wishes.Take.Count > 0)
        {
            while (await reader.ReadAsync(ct))
            {
                taken.Add(reader.GetInt32(0));
            }

            await reader.NextResultAsync(ct);
        }

        while (wishes.Read.Count > 0 && await reader.ReadAsync(ct))
        {
            rows.Add(Row(reader));
        }

        return new Turn(taken, rows);
    }

    /// <summary>Deletes what was sent and gives everything free.</summary>
    public async Task LeaveAsync(IReadOnlyCollection<long> sent, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection) { EnableErrorBarriers = true };
        AddDelete(batch, sent);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select pg_advisory_unlock_all()"));
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Waits until no other session has the lane. The lane is free then, not taken.</summary>
    public async Task WaitForLaneAsync(int lane, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                OnLanes("select pg_advisory_lock($1, lane) from unnest($2) lane", [lane]),
                OnLanes("select pg_advisory_unlock($1, lane) from unnest($2) lane", [lane]),
            },
        };
        await batch.ExecuteNonQueryAsync(ct);
    }

    public async Task DeleteAsync(IReadOnlyCollection<long> sent, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddDelete(batch, sent);
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Makes the space of deleted rows free for new ones. Autovacuum comes by once a minute at most, and a table that
    /// thousands of rows pass through in that time is scanned by its dead rows, not by its few living ones.
    /// </summary>
    public async Task VacuumAsync(CancellationToken ct)
    {
        // Another replica that is at it does the same for both; the table's size is left as it is, which needs no lock.
        await using var command = new NpgsqlCommand("vacuum (skip_locked, truncate false) outbox", connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Which lanes have rows that are due and of a known type, how many rows are due at all, and how old the oldest is; what
    /// a crash left is found here.
    /// </summary>
    public async Task<Backlog> SweepAsync(DateTimeOffset now, IReadOnlyCollection<string> exceptTypes, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            select lane, count(*), min(greatest(due_at, created_at)), bool_or(message_type <> all($2))
            from outbox where due_at <= $1 group by lane
            """,
            connection)
        {
            Parameters = { new() { Value = now }, new() { Value = exceptTypes.ToArray() } },
        };
        List<int> lanes = [];
        long count = 0;
        var oldest = now;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (reader.GetBoolean(3))
            {
                lanes.Add(reader.GetInt16(0));
            }

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

    private static NpgsqlBatchCommand OnLanes(string statement, IReadOnlyCollection<int> lanes) => new(statement)
    {
        Parameters = { new() { Value = LockClass }, new() { Value = lanes.ToArray() } },
    };

    // Lane by lane, so that each is a short walk along its index, however much is due.
    private static NpgsqlBatchCommand ReadDue(Wishes wishes, DateTimeOffset now) => new(
        """
        select due.* from unnest($1) as wanted cross join lateral (
            select id, message_id, message_type, body, ordering_key, lane, due_at, created_at, trace_parent
            from outbox where lane = wanted and due_at <= $2 and id <> all($3) and message_type <> all($4)
            order by due_at, id limit $5) due
        """)
    {
        Parameters =
        {
            new() { Value = wishes.Read.Select(lane => (short)lane).ToArray() },
            new() { Value = now },
            new() { Value = wishes.Except.ToArray() },
            new() { Value = wishes.ExceptTypes.ToArray() },
            new() { Value = wishes.Limit },
        },
    };

    private static OutboxRow Row(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        MessageId = reader.GetGuid(1),
        MessageType = reader.GetString(2),
        Body = reader.GetString(3),
        OrderingKey = reader.GetGuid(4),
        Lane = reader.GetInt16(5),
        DueAt = reader.GetFieldValue<DateTimeOffset>(6),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(7),
        TraceParent = reader.IsDBNull(8) ? null : reader.GetString(8),
    };

    private static void AddDelete(NpgsqlBatch batch, IReadOnlyCollection<long> sent)
    {
        batch.BatchCommands.Add(new NpgsqlBatchCommand("delete from outbox where id = any($1)")
        {
            Parameters = { new() { Value = sent.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint } },
        });
    }

    /// <summary>What a relay wants of one turn.</summary>
    internal sealed class Wishes
    {
        public IReadOnlyCollection<long> Delete { get; init; } = [];

        public IReadOnlyCollection<int> Release { get; init; } = [];

        public IReadOnlyCollection<int> Take { get; init; } = [];

        /// <summary>Lanes to read: those that the session has and those it wants; rows of a lane it did not get are not its own.</summary>
        public IReadOnlyCollection<int> Read { get; init; } = [];

        /// <summary>Rows that are under way already.</summary>
        public IReadOnlyCollection<long> Except { get; init; } = [];

        /// <summary>Messages that this version does not know: they wait for one that does and hold nothing up.</summary>
        public IReadOnlyCollection<string> ExceptTypes { get; init; } = [];

        /// <summary>Most rows of one lane.</summary>
        public required int Limit { get; init; }
    }

    /// <summary>What a turn gave: lanes that this session has now, and rows in the order of commits within each lane.</summary>
    internal sealed record Turn(IReadOnlySet<int> Taken, IReadOnlyList<OutboxRow> Rows);

    internal sealed record Backlog(IReadOnlyList<int> Lanes, long Count, TimeSpan Age);
}
