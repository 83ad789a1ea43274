using Microsoft.Extensions.Logging;
using WeChatPlatform.LocalServers;

namespace WeChatPlatform.LocalStack;

/// <summary>The servers that were asked for, started side by side and stopped side by side.</summary>
internal sealed class Servers : IAsyncDisposable
{
    private LocalPostgres? postgres;
    private LocalRabbitMq? rabbitMq;
    private LocalRedis? redis;

    public static async Task<Servers> StartAsync(Arguments arguments, ILogger logger, CancellationToken ct)
    {
        var servers = new Servers();
        try
        {
            await Task.WhenAll(
                arguments.Postgres ? servers.StartPostgresAsync(arguments, logger, ct) : Task.CompletedTask,
                arguments.RabbitMq ? servers.StartRabbitMqAsync(arguments, logger, ct) : Task.CompletedTask,
                arguments.Redis ? servers.StartRedisAsync(arguments, logger, ct) : Task.CompletedTask);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>How the command reaches the servers: by the hosts' own settings, and by the names that the tests look for.</summary>
    public IEnumerable<(string Name, string Value)> Variables()
    {
        if (postgres is not null)
        {
            yield return ("Persistence__ConnectionString", postgres.ConnectionString);
            yield return ("TEST_POSTGRES", postgres.ConnectionString);
        }

        if (rabbitMq is not null)
        {
            yield return ("Messaging__RabbitMq", rabbitMq.AmqpUri.AbsoluteUri);
            yield return ("TEST_RABBITMQ", rabbitMq.AmqpUri.AbsoluteUri);
        }

        if (rabbitMq?.ManagementUri is { } management)
        {
            yield return ("RABBITMQ_MANAGEMENT_URL", management.AbsoluteUri);
            yield return ("TEST_RABBITMQ_MANAGEMENT", management.AbsoluteUri);
        }

        if (rabbitMq?.PrometheusUri is { } prometheus)
        {
            yield return ("RABBITMQ_PROMETHEUS_URL", prometheus.AbsoluteUri);
        }

        if (redis is not null)
        {
            yield return ("Caching__Redis", redis.ConnectionString);
            yield return ("TEST_REDIS", redis.ConnectionString);
        }
    }

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(
            postgres?.DisposeAsync().AsTask() ?? Task.CompletedTask,
            rabbitMq?.DisposeAsync().AsTask() ?? Task.CompletedTask,
            redis?.DisposeAsync().AsTask() ?? Task.CompletedTask);

    private async Task StartPostgresAsync(Arguments arguments, ILogger logger, CancellationToken ct) =>
        postgres = await LocalPostgres.StartAsync(
            new LocalPostgresOptions
            {
                DataFolder = Path.Combine(arguments.DataFolder, "postgres"),
                Fast = arguments.Fast,
            },
            logger,
            TimeProvider.System,
            ct);

    private async Task StartRabbitMqAsync(Arguments arguments, ILogger logger, CancellationToken ct) =>
        rabbitMq = await LocalRabbitMq.StartAsync(
            new LocalRabbitMqOptions
            {
                DataFolder = Path.Combine(arguments.DataFolder, "rabbitmq"),
                Management = arguments.Management,
                Fast = arguments.Fast,
            },
            logger,
            TimeProvider.System,
            ct);

    private async Task StartRedisAsync(Arguments arguments, ILogger logger, CancellationToken ct) =>
        redis = await LocalRedis.StartAsync(
            new LocalRedisOptions { DataFolder = Path.Combine(arguments.DataFolder, "redis") }, logger, TimeProvider.System, ct);
}
