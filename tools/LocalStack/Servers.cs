using Microsoft.Extensions.Logging;
using WeChatPlatform.LocalServers;

namespace WeChatPlatform.LocalStack;

/// <summary>The servers as private processes of the installed programs, started and stopped side by side.</summary>
internal sealed class Servers : IServers
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

    public IEnumerable<(string Name, string Value)> Variables() =>
    [
        .. postgres is null ? [] : ServerVariables.Postgres(postgres.ConnectionString),
        .. rabbitMq is null ? [] : ServerVariables.RabbitMq(rabbitMq.AmqpUri, rabbitMq.ManagementUri, rabbitMq.PrometheusUri),
        .. redis is null ? [] : ServerVariables.Redis(redis.ConnectionString),
    ];

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
