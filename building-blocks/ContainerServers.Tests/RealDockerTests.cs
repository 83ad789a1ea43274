using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RabbitMQ.Client;
using WeChatPlatform.ContainerServers.Cleanup;
using WeChatPlatform.ContainerServers.Docker;
using WeChatPlatform.LocalServers;
using WeChatPlatform.Testing;

namespace WeChatPlatform.ContainerServers.Tests;

/// <summary>The same against a real daemon and the compose file's images, with TEST_CONTAINERS=1.</summary>
public sealed class RealDockerTests
{
    private static readonly string? DockerHost = Environment.GetEnvironmentVariable("DOCKER_HOST");

    private readonly CancellationToken ct = TestContext.Current.CancellationToken;

    [DockerFact]
    public async Task PostgreSQL_and_RabbitMQ_do_their_work_until_the_run_ends()
    {
        var run = await OpenAsync();
        await using (run)
        {
            var postgres = run.StartAsync(new PostgresContainer(), ct);
            var rabbitMq = run.StartAsync(new RabbitMqContainer(), ct);

            await using var database = new NpgsqlConnection((await postgres).ConnectionString);
            await database.OpenAsync(ct);
            await using var settings = new NpgsqlCommand("show max_connections", database);
            (await settings.ExecuteScalarAsync(ct)).ShouldBe("300");

            var factory = new ConnectionFactory { Uri = (await rabbitMq).AmqpUri };
            await using var connection = await factory.CreateConnectionAsync(ct);
            await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
            (await channel.QueueDeclareAsync(cancellationToken: ct)).QueueName.ShouldNotBeEmpty();
            (await ContainersAsync(run.Id)).ShouldBe(2);
        }

        (await ContainersAsync(run.Id)).ShouldBe(0);
    }

    [DockerFact]
    public async Task Every_server_that_the_compose_file_has_can_be_had()
    {
        await using var run = await OpenAsync();

        ServerContainer[] servers = [new PostgresContainer(), new RabbitMqContainer(), new RedisContainer()];
        foreach (var server in servers.Where(server => ComposeImages.All.ContainsKey(server.Service)))
        {
            await run.StartAsync(server, ct);
        }

        ComposeImages.All.Where(service => !service.Value.StartsWith("wechat-platform/", StringComparison.Ordinal))
            .Select(service => service.Key)
            .ShouldBeSubsetOf(servers.Select(server => server.Service));
    }

    [DockerFact]
    public async Task A_container_that_ends_at_once_fails_with_its_last_words()
    {
        await using var run = await OpenAsync();

        var fault = await Should.ThrowAsync<LocalServerException>(() => run.StartAsync(new BrokenContainer(), ct));

        fault.Message.ShouldContain("exit code 1");
        fault.Message.ShouldContain("nonsense");
    }

    [DockerFact]
    public async Task Containers_of_a_process_killed_by_SIGKILL_are_gone_soon()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "WeChatPlatform.LocalStack");
        using var stack = Process.Start(new ProcessStartInfo(
            program,
            ["--data", "unused", "--postgres", "--containers", DockerHost ?? "", "--", "sh", "-c", "echo $$; exec >&-; sleep 60"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        var command = int.Parse((await stack.StandardOutput.ReadLineAsync(ct))!, CultureInfo.InvariantCulture);
        var run = await RunOfAsync(stack.Id);

        stack.Kill();
        UnixProcess.Send(command, UnixSignal.Kill);

        await Eventually.Holds("the container is gone", async () => await ContainersAsync(run) == 0, TimeSpan.FromSeconds(30));
    }

    private Task<ContainerRun> OpenAsync() =>
        ContainerRun.OpenAsync(DockerHost, NullLogger.Instance, TimeProvider.System, ct);

    private async Task<int> ContainersAsync(string run)
    {
        using var engine = new DockerEngine(DockerAddress.SocketOf(DockerHost), TimeProvider.System);
        return (await engine.ListAsync($"{RunLabels.Run}={run}", ct)).Count;
    }

    private async Task<string> RunOfAsync(int processId)
    {
        using var engine = new DockerEngine(DockerAddress.SocketOf(DockerHost), TimeProvider.System);
        return (await engine.ListAsync(RunLabels.Run, ct))
            .Single(container => RunOwner.Parse(container.Labels[RunLabels.Owner])?.ProcessId == processId)
            .Labels[RunLabels.Run];
    }

    private sealed class BrokenContainer : ServerContainer
    {
        internal override string Service => "postgres";

        internal override IReadOnlyList<int> Ports => [5432];

        internal override IReadOnlyDictionary<string, string> Variables =>
            new Dictionary<string, string>(StringComparer.Ordinal) { ["POSTGRES_PASSWORD"] = "not-used" };

        internal override IReadOnlyList<string> Command => ["postgres", "-c", "nonsense=1"];

        internal override Task<bool> AnswersAsync(CancellationToken ct) => Task.FromResult(false);
    }
}
