using Microsoft.Extensions.Logging;
using WeChatPlatform.ContainerServers;

namespace WeChatPlatform.LocalStack;

/// <summary>The servers as throwaway containers of the compose file's images: nothing is kept in the data folder.</summary>
internal sealed class Containers : IServers
{
    private readonly ContainerRun run;
    private readonly List<(string Name, string Value)> variables = [];

    private Containers(ContainerRun run) => this.run = run;

    public static async Task<Containers> StartAsync(Arguments arguments, ILogger logger, CancellationToken ct)
    {
        var containers = new Containers(
            await ContainerRun.OpenAsync(arguments.DockerHost, logger, TimeProvider.System, ct));
        try
        {
            var postgres = arguments.Postgres ? containers.run.StartAsync(new PostgresContainer(), ct) : null;
            var rabbitMq = arguments.RabbitMq ? containers.run.StartAsync(new RabbitMqContainer(), ct) : null;
            var redis = arguments.Redis ? containers.run.StartAsync(new RedisContainer(), ct) : null;
            await Task.WhenAll(postgres ?? Task.CompletedTask, rabbitMq ?? Task.CompletedTask, redis ?? Task.CompletedTask);
            if (postgres is not null)
            {
                containers.variables.AddRange(ServerVariables.Postgres((await postgres).ConnectionString));
            }

            if (rabbitMq is not null)
            {
                var node = await rabbitMq;
                containers.variables.AddRange(ServerVariables.RabbitMq(node.AmqpUri, node.ManagementUri, node.PrometheusUri));
            }

            if (redis is not null)
            {
                containers.variables.AddRange(ServerVariables.Redis((await redis).ConnectionString));
            }

            return containers;
        }
        catch
        {
            await containers.DisposeAsync();
            throw;
        }
    }

    public IEnumerable<(string Name, string Value)> Variables() => variables;

    public ValueTask DisposeAsync() => run.DisposeAsync();
}
