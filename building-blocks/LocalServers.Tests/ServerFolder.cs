using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;

namespace WeChatPlatform.LocalServers.Tests;

/// <summary>
/// A folder that user postgres can reach, gone at the end together with what still runs in it. Its name is of the kind
/// that the test kit clears away after a killed test process.
/// </summary>
internal sealed class ServerFolder : IAsyncDisposable
{
    public ServerFolder()
    {
        var random = RandomNumberGenerator.GetHexString(8, lowercase: true);
        Path = DataFolder.Create($"/tmp/wechat-tests-{Environment.ProcessId}-{random}");
    }

    public string Path { get; }

    public string For(string name) => System.IO.Path.Combine(Path, name);

    public Task<LocalPostgres> StartPostgresAsync(bool fast = true, int port = 0) =>
        LocalPostgres.StartAsync(
            new LocalPostgresOptions { DataFolder = For("postgres"), Fast = fast, Port = port },
            NullLogger.Instance,
            TimeProvider.System,
            TestContext.Current.CancellationToken);

    public Task<LocalRabbitMq> StartRabbitMqAsync(bool fast = true) =>
        LocalRabbitMq.StartAsync(
            new LocalRabbitMqOptions { DataFolder = For("rabbitmq"), Management = true, Fast = fast },
            NullLogger.Instance,
            TimeProvider.System,
            TestContext.Current.CancellationToken);

    public Task<LocalRedis> StartRedisAsync(int port = 0, string? binaries = null) =>
        LocalRedis.StartAsync(
            new LocalRedisOptions { DataFolder = For("redis"), Port = port, BinariesFolder = binaries },
            NullLogger.Instance,
            TimeProvider.System,
            TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await LocalPostgres.StopOrphanAsync(For("postgres"), NullLogger.Instance, TimeProvider.System, CancellationToken.None);
        await LocalRabbitMq.StopOrphanAsync(For("rabbitmq"), NullLogger.Instance, TimeProvider.System, CancellationToken.None);
        await LocalRedis.StopOrphanAsync(For("redis"), NullLogger.Instance, TimeProvider.System, CancellationToken.None);
        Directory.Delete(Path, recursive: true);
    }
}
