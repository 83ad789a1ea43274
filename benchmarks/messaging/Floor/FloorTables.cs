using Npgsql;

namespace WeChatPlatform.MessagingBenchmark.Floor;

/// <summary>The same tables as the platform has, without what only an object mapper needs.</summary>
internal static class FloorTables
{
    public static async Task<NpgsqlDataSource> CreateAsync(string postgres, string database, CancellationToken ct)
    {
        await using (var server = new NpgsqlConnection(Servers.Database(postgres, "postgres")))
        {
            await server.OpenAsync(ct);
            await using var create = new NpgsqlCommand($"create database {database}", server);
            await create.ExecuteNonQueryAsync(ct);
        }

        var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(Servers.Database(postgres, database)) { MaxAutoPrepare = 50, AutoPrepareMinUsages = 2, MaxPoolSize = 40 }.ConnectionString);
        await using var tables = source.CreateCommand(
            """
            create table turn (correlation_id uuid primary key, current_state text not null, text text not null, first text, second text, third text);
            create table inbox (message_id uuid not null, endpoint text not null, consumed_at timestamptz not null, primary key (message_id, endpoint));
            create index inbox_consumed on inbox (consumed_at);
            create table outbox (
                id bigint generated always as identity primary key, message_id uuid not null, message_type text not null, body text not null,
                ordering_key uuid not null, lane smallint not null, due_at timestamptz not null, created_at timestamptz not null, trace_parent text);
            create index outbox_lane_due on outbox (lane, due_at, id);
            """);
        await tables.ExecuteNonQueryAsync(ct);
        return source;
    }
}
