using Npgsql;

namespace WeChatPlatform.MessagingBenchmark;

internal static class Tables
{
    public static async Task<Stored> CountAsync(string connectionString, string finished, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        return new Stored(
            await CountAsync(connection, finished, ct),
            await CountAsync(connection, "select count(*) from inbox", ct),
            await CountAsync(connection, "select count(*) from outbox", ct));
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, string query, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(query, connection);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
