using Npgsql;
using WeChatPlatform.Messaging.Outbox;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Messaging.Tests;

public sealed class OutboxStoreTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_sent_stays_deleted_when_the_rest_of_the_turn_fails()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync();
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(databases.ConnectionString) { Database = "postgres" }.ConnectionString);
        await connection.OpenAsync(Ct);
        await ExecuteAsync(
            connection,
            """
            create temporary table outbox (id bigint, message_id uuid, message_type text, body text, ordering_key uuid, lane smallint,
                due_at timestamptz, created_at timestamptz, trace_parent text);
            insert into outbox (id, lane) values (1, 3), (2, 3)
            """);
        var store = new OutboxStore(connection);
        await store.ExchangeAsync(new OutboxStore.Wishes { Take = [3], Limit = 1 }, DateTimeOffset.UnixEpoch, Ct);

        // The lane is free for another relay by now, whatever becomes of the reading: the row must be gone for it.
        await Should.ThrowAsync<PostgresException>(() => store.ExchangeAsync(
            new OutboxStore.Wishes { Delete = [1], Release = [3], Read = [4], Limit = -1 }, DateTimeOffset.UnixEpoch, Ct));

        (await ExecuteAsync(connection, "select string_agg(id::text, ',') from outbox")).ShouldBe("2");
        (await ExecuteAsync(connection, "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()")).ShouldBe(0L);
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync(Ct);
    }
}
