using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Hosting;

/// <summary>
/// At most one process of this kind works on the databases of one prefix: messages that travel in memory are in flight in one
/// process only, and a second one would send the same rows. A session's advisory lock on the maintenance database says who
/// it is; a session that ends, however it ends, gives the lock back. What was lost is taken again; when another process was
/// faster, this one stops.
/// </summary>
internal sealed class SoleProcess(IOptions<PersistenceOptions> options, TimeProvider time, ILogger<SoleProcess> logger)
    : BackgroundService, IStartStep
{
    /// <summary>First key of the lock; the second is the hash of the database prefix.</summary>
    internal const int Kind = 0x57434850;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    // The server needs a moment to notice that a process was killed.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private NpgsqlConnection? session;

    /// <summary>The session's name at the server: nobody else's.</summary>
    internal string SessionName { get; } = $"wechat-sole-{Guid.CreateVersion7(time.GetUtcNow()):N}";

    /// <exception cref="StartRefusedException">Another process works on these databases.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        if (!await TakeAsync(ct))
        {
            var prefix = options.Value.DatabasePrefix;
            throw new StartRefusedException(
                ExitCodes.DatabaseInUse,
                $"另一个单进程平台正在使用数据库 {prefix}*，请先停止它，或更改配置 / another standalone platform uses the databases {prefix}*; "
                + "stop it, or change Persistence:DatabasePrefix or Persistence:ConnectionString");
        }
    }

    public override void Dispose()
    {
        session?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ExecuteAsync(session!, "select 1", stoppingToken);
            }
            catch (NpgsqlException failure)
            {
                logger.SoleLockLost(options.Value.DatabasePrefix, failure);
                await TakeAgainAsync(timer, stoppingToken);
            }
        }
    }

    private async Task TakeAgainAsync(PeriodicTimer timer, CancellationToken ct)
    {
        await session!.DisposeAsync();
        do
        {
            try
            {
                if (!await TakeAsync(ct))
                {
                    logger.SoleLockTaken(options.Value.DatabasePrefix);
                    throw new InvalidOperationException("Another standalone platform took over the databases.");
                }

                logger.SoleLockTakenAgain(options.Value.DatabasePrefix);
                return;
            }
            catch (NpgsqlException)
            {
                // The server is still away, and with it everything that this process could do twice.
            }
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    private async Task<bool> TakeAsync(CancellationToken ct)
    {
        var deadline = time.GetUtcNow() + Patience;
        while (true)
        {
            if (await TryTakeAsync(ct))
            {
                return true;
            }

            if (time.GetUtcNow() >= deadline)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), time, ct);
        }
    }

    private async Task<bool> TryTakeAsync(CancellationToken ct)
    {
        var server = new NpgsqlConnectionStringBuilder(options.Value.ConnectionString)
        {
            Database = "postgres",
            Pooling = false,
            ApplicationName = SessionName,
            Timeout = 5,
            CommandTimeout = 5,
        };
        var connection = new NpgsqlConnection(server.WithServerSettings(ServerSettings.NoticeDeadClients).ConnectionString);
        try
        {
            await connection.OpenAsync(ct);

            // After a cut the server may still hold on to this process's own session.
            await ExecuteAsync(
                connection,
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()",
                ct,
                SessionName);
            if (await ExecuteAsync(
                connection, "select pg_try_advisory_lock($1, hashtext($2))", ct, Kind, options.Value.DatabasePrefix) is true)
            {
                session = connection;
                return true;
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return false;
    }

    private static async Task<object?> ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken ct, params IReadOnlyList<object> values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return await command.ExecuteScalarAsync(ct);
    }
}

public static class SoleProcessRegistration
{
    /// <summary>
    /// The host refuses to start, with <see cref="ExitCodes.DatabaseInUse"/>, beside another one on the same databases.
    /// Call it before the modules add their services: then the lock is taken first and given back last.
    /// </summary>
    public static void AddSoleProcess(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SoleProcess>();
        builder.Services.AddSingleton<IStartStep>(provider => provider.GetRequiredService<SoleProcess>());
        builder.Services.AddHostedService(provider => provider.GetRequiredService<SoleProcess>());
    }
}
