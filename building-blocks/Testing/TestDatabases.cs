using System.Security.Cryptography;
using Npgsql;

namespace WeChatPlatform.Testing;

/// <summary>Room for one test's databases on the shared server: all whose names start with the prefix go at the end.</summary>
public sealed class TestDatabases : IAsyncDisposable
{
    internal TestDatabases(string connectionString)
    {
        ConnectionString = connectionString;
        Prefix = $"t{RandomNumberGenerator.GetHexString(10, lowercase: true)}_";
    }

    /// <summary>Of the server, without a database: Persistence:ConnectionString.</summary>
    public string ConnectionString { get; }

    /// <summary>Persistence:DatabasePrefix.</summary>
    public string Prefix { get; }

    // Not the test's token: what a cancelled test made has to go too.
    public async ValueTask DisposeAsync()
    {
        var server = new NpgsqlConnectionStringBuilder(ConnectionString) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(CancellationToken.None);
        foreach (var name in await NamesAsync(connection))
        {
            // Force: a test's pools may still hold connections.
            await using var drop = new NpgsqlCommand($"drop database if exists \"{name}\" with (force)", connection);
            await drop.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private async Task<List<string>> NamesAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select datname from pg_database where starts_with(datname, $1)", connection);
        command.Parameters.AddWithValue(Prefix);
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        var names = new List<string>();
        while (await reader.ReadAsync(CancellationToken.None))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
