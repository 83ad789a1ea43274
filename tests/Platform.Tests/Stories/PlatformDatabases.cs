using Npgsql;

namespace WeChatPlatform.Platform.Tests.Stories;

/// <summary>The services' databases, read past the services.</summary>
internal sealed class PlatformDatabases(Func<CancellationToken, Task<string>> server, string prefix)
{
    public static readonly string[] Services = ["gateway", "message", "customer", "rag", "erp-sync", "ai", "analytics"];

    public async Task<List<T>> QueryAsync<T>(string service, string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(await server(ct))
        {
            Database = prefix + service.Replace('-', '_'),
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(connectionString.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<T> rows = [];
        while (await reader.ReadAsync(ct))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public async Task<long> CountAsync(string service, string table, CancellationToken ct) =>
        (await QueryAsync(service, $"select count(*) from {table}", row => row.GetInt64(0), ct))[0];
}
