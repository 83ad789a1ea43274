using Npgsql;

namespace WeChatPlatform.Testing;

/// <summary>The services' databases, read past the services.</summary>
/// <remarks>
/// <paramref name="server"/> gives the connection string of the server, without a database; <paramref name="prefix"/> is
/// Persistence:DatabasePrefix.
/// </remarks>
public sealed class PlatformDatabases(Func<CancellationToken, Task<string>> server, string prefix)
{
    public static readonly IReadOnlyList<string> Services =
        ["gateway", "message", "customer", "rag", "erp-sync", "ai", "analytics"];

    /// <summary>Those with an outbox and a table of poisoned messages.</summary>
    public static readonly IReadOnlyList<string> WithMessages = [.. Services.Where(service => service != "gateway")];

    public async Task<List<T>> QueryAsync<T>(string service, string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(read);
        var connectionString = new NpgsqlConnectionStringBuilder(await server(ct))
        {
            Database = prefix + service.Replace('-', '_'),
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(connectionString.ConnectionString);
        await connection.OpenAsync(ct);

        // The statements are the tests' own.
#pragma warning disable CA2100
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<T> rows = [];
        while (await reader.ReadAsync(ct))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>How many rows there are: of a table, or of a table with a condition.</summary>
    public async Task<long> CountAsync(string service, string rows, CancellationToken ct) =>
        (await QueryAsync(service, $"select count(*) from {rows}", row => row.GetInt64(0), ct))[0];
}
