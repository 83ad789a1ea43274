using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;

namespace WeChatPlatform.LocalServers.Tests;

/// <summary>A folder that user postgres can reach, gone at the end together with what still runs in it.</summary>
internal sealed class ServerFolder : IAsyncDisposable
{
    public ServerFolder()
    {
        Path = DataFolder.Create($"/tmp/wechat-servers-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
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

    public async ValueTask DisposeAsync()
    {
        await LocalPostgres.StopOrphanAsync(For("postgres"), NullLogger.Instance, TimeProvider.System, CancellationToken.None);
        await LocalRabbitMq.StopOrphanAsync(For("rabbitmq"), NullLogger.Instance, TimeProvider.System, CancellationToken.None);
        Directory.Delete(Path, recursive: true);
    }
}
