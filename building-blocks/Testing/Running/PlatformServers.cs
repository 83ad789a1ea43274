using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using WeChatPlatform.LocalServers;

namespace WeChatPlatform.Testing;

/// <summary>
/// A PostgreSQL, and for the distributed shape a RabbitMQ and a Redis, of one platform's own, which may be stopped and
/// started while it runs, each behind a network that may be cut.
/// </summary>
public sealed class PlatformServers : IAsyncDisposable
{
    private readonly string _folder;
    private readonly bool _fast;
    private LocalPostgres? _postgres;
    private LocalRabbitMq? _rabbitMq;
    private LocalRedis? _redis;

    private PlatformServers(string folder, bool fast)
    {
        _folder = folder;
        _fast = fast;
    }

    public TcpProxy ToPostgres { get; private set; } = null!;

    /// <summary>Absent when there is no RabbitMQ.</summary>
    public TcpProxy? ToRabbitMq { get; private set; }

    /// <summary>Absent when there is no Redis.</summary>
    public TcpProxy? ToRedis { get; private set; }

    /// <summary>The server past its network, without a database: for whoever checks what is stored.</summary>
    public string PostgresDirectly => _postgres!.ConnectionString;

    /// <summary>Persistence:ConnectionString, through the network.</summary>
    public string Postgres => new NpgsqlConnectionStringBuilder(_postgres!.ConnectionString) { Port = ToPostgres.Port }.ConnectionString;

    /// <summary>Messaging:RabbitMq, through the network.</summary>
    public Uri? RabbitMq => _rabbitMq is null ? null : new UriBuilder(_rabbitMq.AmqpUri) { Port = ToRabbitMq!.Port }.Uri;

    /// <summary>Past its network; absent when there is no RabbitMQ.</summary>
    public Uri? RabbitMqDirectly => _rabbitMq?.AmqpUri;

    /// <summary>Caching:Redis, through the network.</summary>
    public string? Redis => RedisAt(ToRedis?.Port);

    /// <summary>Past its network; absent when there is no Redis.</summary>
    public string? RedisDirectly => _redis?.ConnectionString;

    /// <summary>PostgreSQL's main process, for its memory and time.</summary>
    public int PostgresProcess => _postgres!.ProcessId;

    /// <summary>The node's process, for its memory and time; absent when there is none.</summary>
    public int? RabbitMqProcess => _rabbitMq?.ProcessId;

    /// <summary>The server's process, for its memory and time; absent when there is none.</summary>
    public int? RedisProcess => _redis?.ProcessId;

    /// <param name="folder">Where they keep their data; made, and taken away at the end. User postgres can reach it.</param>
    /// <param name="distributed">False for a platform in one process, which needs PostgreSQL alone.</param>
    /// <param name="fast">PostgreSQL does not wait for the disk.</param>
    /// <param name="ct">Ends the start.</param>
    public static async Task<PlatformServers> StartAsync(string folder, bool distributed, bool fast, CancellationToken ct)
    {
        var servers = new PlatformServers(folder, fast);
        try
        {
            Task[] others = distributed ? [servers.StartRabbitMqAsync(ct), servers.StartRedisAsync(ct)] : [];
            await Task.WhenAll([servers.StartPostgresAsync(ct), .. others]);
            return servers;
        }
        catch (ServerNotInstalledException missing)
        {
            await servers.DisposeAsync();
            throw new ServersMissingException(missing);
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where a platform may keep what user postgres has to reach.</summary>
    public static string NewFolder(string purpose) => Path.Combine(
        Directory.Exists("/tmp") ? "/tmp" : "/var/tmp",
        string.Create(CultureInfo.InvariantCulture, $"wechat-{purpose}-{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}"));

    public async Task StartRabbitMqAsync(CancellationToken ct)
    {
        // Not fast: a node that is killed instead of stopped may lose what it confirmed.
        _rabbitMq = await LocalRabbitMq.StartAsync(
            new LocalRabbitMqOptions { DataFolder = Path.Combine(_folder, "rabbitmq") }, NullLogger.Instance, TimeProvider.System, ct);
        ToRabbitMq ??= TcpProxy.To(_rabbitMq.AmqpUri.Port);
        ToRabbitMq.Target = _rabbitMq.AmqpUri.Port;
    }

    public async Task StopRabbitMqAsync()
    {
        if (_rabbitMq is not null)
        {
            await _rabbitMq.DisposeAsync();
        }
    }

    /// <summary>kill -9 of the node: it confirms nothing more, and writes nothing more.</summary>
    public async Task KillRabbitMqAsync()
    {
        UnixProcess.Send(_rabbitMq!.ProcessId, UnixSignal.Kill);

        // What it leaves behind: its script, its port mapper and the lock on its folder.
        await StopRabbitMqAsync();
    }

    public async Task StartRedisAsync(CancellationToken ct)
    {
        _redis = await LocalRedis.StartAsync(
            new LocalRedisOptions { DataFolder = Path.Combine(_folder, "redis") }, NullLogger.Instance, TimeProvider.System, ct);
        ToRedis ??= TcpProxy.To(_redis.Port);
        ToRedis.Target = _redis.Port;
    }

    public async Task StopRedisAsync()
    {
        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }
    }

    public async Task StartPostgresAsync(CancellationToken ct)
    {
        _postgres = await LocalPostgres.StartAsync(
            new LocalPostgresOptions { DataFolder = Path.Combine(_folder, "postgres"), Fast = _fast },
            NullLogger.Instance,
            TimeProvider.System,
            ct);
        ToPostgres ??= TcpProxy.To(_postgres.Port);
        ToPostgres.Target = _postgres.Port;
    }

    public async Task StopPostgresAsync()
    {
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }

    /// <summary>kill -9 of the server's main process; the others end when they notice. Only a server that is not fast keeps what it committed.</summary>
    public async Task KillPostgresAsync()
    {
        UnixProcess.Send(_postgres!.ProcessId, UnixSignal.Kill);
        await StopPostgresAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(StopRabbitMqAsync(), StopRedisAsync(), StopPostgresAsync());
        foreach (var proxy in new[] { ToRabbitMq, ToRedis, ToPostgres }.OfType<TcpProxy>())
        {
            await proxy.DisposeAsync();
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private string? RedisAt(int? port) =>
        _redis is null ? null : _redis.ConnectionString.Replace($":{_redis.Port},", $":{port},", StringComparison.Ordinal);
}
