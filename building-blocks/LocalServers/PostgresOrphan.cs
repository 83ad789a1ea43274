using Microsoft.Extensions.Logging;
using Npgsql;

namespace WeChatPlatform.LocalServers;

/// <summary>
/// The server that a killed host left running in its folder. The caller holds the folder's lock, so no living host uses it.
/// </summary>
internal static class PostgresOrphan
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The orphan, when it serves as well as a new one would; else null, and nothing runs in the folder.</summary>
    public static async Task<Postmaster?> AdoptAsync(
        PostgresCluster cluster,
        LocalPostgresOptions options,
        Func<int, string> connection,
        ILogger logger,
        TimeProvider time,
        CancellationToken ct)
    {
        var orphan = Postmaster.Read(cluster.Folder);
        orphan?.ForgetWhenStale(cluster.Folder);
        if (orphan is not { IsRunning: true })
        {
            return null;
        }

        if ((options.Port == 0 || options.Port == orphan.Port)
            && await ServesAsync(orphan, connection(orphan.Port), options.Fast, time, ct))
        {
            logger.PostgresAdopted(orphan.ProcessId, orphan.Port);
            return orphan;
        }

        await cluster.StopAsync(orphan, ct);
        logger.PostgresOrphanStopped(orphan.ProcessId);
        return null;
    }

    // An orphan that is still recovering answers soon. One that promises less durability than asked for does not serve.
    private static async Task<bool> ServesAsync(
        Postmaster orphan, string connectionString, bool fast, TimeProvider time, CancellationToken ct)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false;Database=postgres");
                await connection.OpenAsync(ct);
                await using var command = new NpgsqlCommand("select current_setting('fsync') = 'off'", connection);
                return await command.ExecuteScalarAsync(ct) is bool runsFast && runsFast == fast;
            }
            catch (PostgresException failure) when (failure.SqlState != PostgresErrorCodes.CannotConnectNow)
            {
                return false;
            }
            catch (NpgsqlException) when (orphan.IsRunning && time.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, ct);
            }
            catch (NpgsqlException)
            {
                return false;
            }
        }
    }
}
