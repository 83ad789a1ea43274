using Npgsql;
using NpgsqlTypes;

namespace WeChatPlatform.MessagingBenchmark.Floor;

/// <summary>
/// The transactions of the hand-written road: what a queue does with some messages, in as few round trips as there can be.
/// A message whose inbox row exists changes nothing and says nothing.
/// </summary>
internal static class FloorSteps
{
    private const string InsertOutbox =
        """
        insert into outbox (message_id, message_type, body, ordering_key, lane, due_at, created_at)
        select m, t, b, k, 0, '-infinity', now() from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[]) as o(m, t, b, k)
        returning id
        """;

    /// <summary>A consumer: inbox and outbox rows in one statement, which is one transaction.</summary>
    public static async Task<List<FloorMessage>> AnswerAsync(
        NpgsqlDataSource database, string endpoint, IReadOnlyList<FloorDelivery> deliveries, Func<FloorDelivery, FloorMessage> answer, CancellationToken ct)
    {
        var answers = deliveries.Select(answer).ToArray();
        await using var command = database.CreateCommand(
            """
            with fresh as (
                insert into inbox (message_id, endpoint, consumed_at) select unnest($1::uuid[]), $2, now()
                on conflict do nothing returning message_id)
            insert into outbox (message_id, message_type, body, ordering_key, lane, due_at, created_at)
            select m, t, b, k, 0, '-infinity', now()
            from unnest($1::uuid[], $3::uuid[], $4::text[], $5::text[], $6::uuid[]) as o(asked, m, t, b, k)
            join fresh on fresh.message_id = asked
            returning id, message_id
            """);
        command.Parameters.Add(new() { Value = deliveries.Select(delivery => delivery.Id).ToArray() });
        command.Parameters.Add(new() { Value = endpoint });
        command.Parameters.AddRange(Columns(answers));
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<FloorMessage> stored = [];
        while (await reader.ReadAsync(ct))
        {
            var row = reader.GetInt64(0);
            var id = reader.GetGuid(1);
            stored.Add(answers.Single(one => one.Id == id) with { Row = row });
        }

        return stored;
    }

    /// <summary>The saga: inbox rows and locked state in one round trip, changed state and outbox rows and the commit in a second.</summary>
    public static async Task<List<FloorMessage>> AdvanceAsync(
        NpgsqlDataSource database, string endpoint, IReadOnlyList<FloorDelivery> deliveries, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (fresh, turns) = await LoadAsync(connection, endpoint, deliveries, ct);
        List<FloorMessage> messages = [];
        foreach (var delivery in deliveries.Where(delivery => fresh.Contains(delivery.Id)))
        {
            if (!turns.TryGetValue(delivery.Body.TurnId, out var turn))
            {
                turns[delivery.Body.TurnId] = turn = new FloorTurn(delivery.Body.TurnId);
            }

            messages.Add(turn.Advance(delivery));
        }

        List<FloorMessage> stored = [];
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Upsert([.. turns.Values]));
        var insert = new NpgsqlBatchCommand(InsertOutbox);
        insert.Parameters.AddRange(Columns(messages));
        batch.BatchCommands.Add(insert);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        for (var at = 0; await reader.ReadAsync(ct); at++)
        {
            stored.Add(messages[at] with { Row = reader.GetInt64(0) });
        }

        // A commit that failed says so here.
        while (await reader.NextResultAsync(ct))
        {
        }

        return stored;
    }

    /// <summary>Puts the first message of a turn into the outbox.</summary>
    public static async Task<FloorMessage> StartAsync(NpgsqlDataSource database, FloorMessage message, CancellationToken ct)
    {
        await using var command = database.CreateCommand(InsertOutbox);
        command.Parameters.AddRange(Columns([message]));
        return message with { Row = (long)(await command.ExecuteScalarAsync(ct))! };
    }

    private static async Task<(HashSet<Guid> Fresh, Dictionary<Guid, FloorTurn> Turns)> LoadAsync(
        NpgsqlConnection connection, string endpoint, IReadOnlyList<FloorDelivery> deliveries, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(
                    """
                    insert into inbox (message_id, endpoint, consumed_at) select unnest($1::uuid[]), $2, now()
                    on conflict do nothing returning message_id
                    """)
                {
                    Parameters = { new() { Value = deliveries.Select(delivery => delivery.Id).ToArray() }, new() { Value = endpoint } },
                },
                new NpgsqlBatchCommand(
                    """
                    select correlation_id, current_state, text, first, second, third from turn
                    where correlation_id = any($1) order by correlation_id for update
                    """)
                {
                    Parameters = { new() { Value = deliveries.Select(delivery => delivery.Body.TurnId).ToArray() } },
                },
            },
        };
        HashSet<Guid> fresh = [];
        Dictionary<Guid, FloorTurn> turns = [];
        await using var reader = await batch.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            fresh.Add(reader.GetGuid(0));
        }

        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var turn = new FloorTurn(reader.GetGuid(0)) { State = reader.GetString(1), Text = reader.GetString(2) };
            for (var step = 0; step < turn.Answers.Length; step++)
            {
                turn.Answers[step] = await reader.IsDBNullAsync(3 + step, ct) ? null : reader.GetString(3 + step);
            }

            turns[turn.Id] = turn;
        }

        return (fresh, turns);
    }

    private static NpgsqlBatchCommand Upsert(FloorTurn[] turns) => new(
        """
        insert into turn (correlation_id, current_state, text, first, second, third)
        select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
        on conflict (correlation_id) do update set
            current_state = excluded.current_state, first = excluded.first, second = excluded.second, third = excluded.third
        """)
    {
        Parameters =
        {
            new() { Value = turns.Select(turn => turn.Id).ToArray() },
            new() { Value = turns.Select(turn => turn.State).ToArray() },
            new() { Value = turns.Select(turn => turn.Text).ToArray() },
            Texts(turns, 0), Texts(turns, 1), Texts(turns, 2),
        },
    };

    private static NpgsqlParameter Texts(FloorTurn[] turns, int step) => new()
    {
        Value = turns.Select(turn => turn.Answers[step]).ToArray(),
        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
    };

    private static NpgsqlParameter[] Columns(IReadOnlyList<FloorMessage> messages) =>
    [
        new() { Value = messages.Select(message => message.Id).ToArray() },
        new() { Value = messages.Select(message => message.Type).ToArray() },
        new() { Value = messages.Select(message => message.Json).ToArray() },
        new() { Value = messages.Select(message => message.Body.TurnId).ToArray() },
    ];
}
