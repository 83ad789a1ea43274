using Npgsql;
using WeChatPlatform.LocalServers;

namespace WeChatPlatform.ContainerServers;

/// <summary>PostgreSQL for tests: commits do not wait for the disk.</summary>
public sealed class PostgresContainer : ServerContainer
{
    private const int Inside = 5432;
    private const string User = "platform";

    private readonly string password = PrivateFile.NewPassword();

    /// <summary>Npgsql connection string of the superuser, without a database.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = PortOf(Inside),
        Username = User,
        Password = password,
        SslMode = SslMode.Disable,
    }.ConnectionString;

    internal override string Service => "postgres";

    internal override IReadOnlyList<int> Ports => [Inside];

    internal override IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["POSTGRES_USER"] = User,
        ["POSTGRES_PASSWORD"] = password,
    };

    // The compose file's limit, and the private cluster's settings for tests.
    internal override IReadOnlyList<string> Command =>
    [
        "postgres",
        .. ((string[])["max_connections=300", "shared_buffers=64MB", "jit=off", "fsync=off", "synchronous_commit=off", "full_page_writes=off"])
            .SelectMany(setting => (string[])["-c", setting]),
    ];

    internal override async Task<bool> AnswersAsync(CancellationToken ct)
    {
        try
        {
            var login = new NpgsqlConnectionStringBuilder(ConnectionString) { Database = "postgres", Pooling = false };
            await using var connection = new NpgsqlConnection(login.ConnectionString);
            await connection.OpenAsync(ct);
            await using var command = new NpgsqlCommand("select 1", connection);
            return await command.ExecuteScalarAsync(ct) is 1;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
