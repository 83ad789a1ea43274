using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using WeChatPlatform.LocalServers;

namespace WeChatPlatform.MessagingBenchmark;

/// <summary>
/// RabbitMQ and PostgreSQL of this run alone, on free ports, in a folder that goes with them. Nothing is relaxed: commits
/// and quorum queues wait for the disk.
/// </summary>
internal sealed class Servers : IAsyncDisposable
{
    // Not the folder for temporary files that the environment names: user postgres may not be able to reach that.
    private static readonly string Parent = Directory.Exists("/tmp") ? "/tmp" : "/var/tmp";

    private readonly string folder;
    private readonly LocalPostgres postgres;
    private readonly LocalRabbitMq rabbitMq;

    private Servers(string folder, LocalPostgres postgres, LocalRabbitMq rabbitMq)
    {
        this.folder = folder;
        this.postgres = postgres;
        this.rabbitMq = rabbitMq;
    }

    /// <summary>Npgsql connection string of a superuser, without a database.</summary>
    public string Postgres => postgres.ConnectionString;

    public Uri RabbitMq => rabbitMq.AmqpUri;

    public int PostgresProcess => postgres.ProcessId;

    public int RabbitMqProcess => rabbitMq.ProcessId;

    /// <exception cref="LocalServerException">A server is not installed or does not start.</exception>
    public static async Task<Servers> StartAsync(CancellationToken ct)
    {
        var data = Path.Combine(Parent, string.Create(
            CultureInfo.InvariantCulture, $"wechat-benchmark-{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}"));
        var database = await LocalPostgres.StartAsync(
            new LocalPostgresOptions { DataFolder = Path.Combine(data, "postgres") }, NullLogger.Instance, TimeProvider.System, ct);
        try
        {
            var broker = await LocalRabbitMq.StartAsync(
                new LocalRabbitMqOptions { DataFolder = Path.Combine(data, "rabbitmq") }, NullLogger.Instance, TimeProvider.System, ct);
            return new Servers(data, database, broker);
        }
        catch
        {
            await database.DisposeAsync();
            Directory.Delete(data, recursive: true);
            throw;
        }
    }

    public static string Database(string connectionString, string database) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Database = database }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        await rabbitMq.DisposeAsync();
        await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
