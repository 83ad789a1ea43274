using System.Diagnostics;
using Npgsql;

namespace WeChatPlatform.MessagingBenchmark.Load;

/// <summary>Counters of this process and of PostgreSQL at one moment; two of them make a difference.</summary>
internal sealed record Counters(long Allocated, long Commits, long Flushes, TimeSpan Own, TimeSpan Postgres, TimeSpan RabbitMq)
{
    // PostgreSQL's sessions report what they did at most once a second.
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(1200);

    public static async Task<Counters> ReadAsync(string connectionString, Servers servers, CancellationToken ct)
    {
        await Task.Delay(ReportInterval, TimeProvider.System, ct);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(
            "select (select xact_commit from pg_stat_database where datname = current_database()), (select wal_sync from pg_stat_wal)",
            connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        using var process = Process.GetCurrentProcess();
        return new Counters(GC.GetTotalAllocatedBytes(), reader.GetInt64(0), reader.GetInt64(1), process.TotalProcessorTime,
            ServerProcessor.Of(servers.PostgresProcess), ServerProcessor.Of(servers.RabbitMqProcess));
    }
}
