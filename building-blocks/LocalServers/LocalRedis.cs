using Microsoft.Extensions.Logging;

namespace WeChatPlatform.LocalServers;

/// <summary>
/// A private Redis server, run from the installed program for as long as this object lives. It keeps nothing over a restart:
/// what is in it can be loaded again. One platform owns its folder at a time; a server that a killed host left behind is
/// stopped by the next one.
/// </summary>
public sealed class LocalRedis : IAsyncDisposable
{
    private const int StartAttempts = 3;

    private readonly DataFolder owned;
    private readonly RedisProcess running;

    private LocalRedis(DataFolder folder, RedisProcess process, string password, int port, int id)
    {
        owned = folder;
        running = process;
        Port = port;
        ProcessId = id;
        ConnectionString = $"127.0.0.1:{port},password={password}";
    }

    /// <summary>In the form of StackExchange.Redis, with the password: Caching:Redis.</summary>
    public string ConnectionString { get; }

    public int Port { get; }

    public int ProcessId { get; }

    /// <exception cref="LocalServerException">The server cannot be had; the message says what to do.</exception>
    public static async Task<LocalRedis> StartAsync(
        LocalRedisOptions options, ILogger logger, TimeProvider time, CancellationToken ct)
    {
        var program = RedisProcess.FindProgram(options.BinariesFolder);
        var folder = DataFolder.Lock(DataFolder.Create(options.DataFolder));
        var process = new RedisProcess(folder, program, logger, time);
        try
        {
            var password = await PrivateFile.ReadOrCreateAsync(folder.File("password"), PrivateFile.NewPassword, ct);
            await StopOrphanAsync(process, logger, ct);
            if (options.Port != 0)
            {
                FreePorts.Require(options.Port);
            }

            for (var attempt = 1; ; attempt++)
            {
                var port = options.Port == 0 ? FreePorts.Take(1)[0] : options.Port;
                try
                {
                    var id = await process.StartAsync(port, password, ct);
                    logger.RedisStarted(id, port);
                    return new LocalRedis(folder, process, password, port, id);
                }
                catch (LocalServerException) when (attempt < StartAttempts)
                {
                    // Most likely somebody took the port in between.
                    await process.StopAsync(ct);
                    logger.RedisStartedAgain(attempt);
                }
            }
        }
        catch
        {
            // A cancelled or failed start leaves nothing running behind it.
            await process.StopAsync(CancellationToken.None);
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Stops the server that a killed host left in this folder, if there is one.</summary>
    /// <exception cref="LocalServerException">A living host uses the folder.</exception>
    public static async Task StopOrphanAsync(string dataFolder, ILogger logger, TimeProvider time, CancellationToken ct)
    {
        if (Directory.Exists(dataFolder))
        {
            using var folder = DataFolder.Lock(dataFolder);
            await StopOrphanAsync(new RedisProcess(folder, "", logger, time), logger, ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using (owned)
        {
            await running.StopAsync(CancellationToken.None);
        }
    }

    private static async Task StopOrphanAsync(RedisProcess process, ILogger logger, CancellationToken ct)
    {
        if (process.Find() is { } orphan)
        {
            await process.StopAsync(ct);
            logger.RedisOrphanStopped(orphan);
        }
    }
}
