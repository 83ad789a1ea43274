using System.Globalization;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;
using WeChatPlatform.Testing;

namespace WeChatPlatform.LocalServers.Tests;

[SupportedOSPlatform("linux")]
public sealed class LocalRabbitMqTests
{
    private readonly CancellationToken ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_kept_over_a_restart_and_no_process_stays()
    {
        await using var folder = new ServerFolder();
        var first = await folder.StartRabbitMqAsync(fast: false);
        await PublishAsync(first.AmqpUri);
        await first.DisposeAsync();
        ProcessesOf(folder).ShouldBeEmpty();

        await using var second = await folder.StartRabbitMqAsync();

        (await ReceiveAsync(second.AmqpUri)).ShouldBe("kept"u8.ToArray());
    }

    [Fact]
    public async Task The_orphan_of_a_killed_host_is_stopped_and_its_folder_serves_again()
    {
        await using var folder = new ServerFolder();
        using (var stack = RunningLocalStack.Start(folder, "--rabbitmq --fast", "exec sleep 60"))
        {
            await stack.KillAsync();
        }

        var orphan = UnixProcess.ReadId(folder.For("rabbitmq/node.pid"))!.Value;
        UnixProcess.IsRunning(orphan).ShouldBeTrue();

        await using (var node = await folder.StartRabbitMqAsync())
        {
            UnixProcess.IsRunning(orphan).ShouldBeFalse();
            using var management = node.OpenManagement();
            (await management.AnswersAsync(ct)).ShouldBeTrue();
            var refusal = await Should.ThrowAsync<LocalServerException>(() => folder.StartRabbitMqAsync());
            refusal.English.ShouldContain($"in use by another running platform (pid {Environment.ProcessId})");
        }

        await Eventually.Holds("nothing of the node runs", () => ProcessesOf(folder).Count == 0);
    }

    [Fact]
    public async Task Its_owner_alone_can_read_how_to_reach_it_and_only_while_it_runs()
    {
        await using var folder = new ServerFolder();
        var file = folder.For("rabbitmq/connection");
        await using (var node = await folder.StartRabbitMqAsync())
        {
            (await File.ReadAllTextAsync(file, ct)).ShouldBe(node.AmqpUri.AbsoluteUri);
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.Exists(file).ShouldBeFalse();
    }

    [Fact]
    public async Task Missing_programs_are_refused_with_what_to_install()
    {
        await using var folder = new ServerFolder();
        var options = new LocalRabbitMqOptions { DataFolder = folder.For("rabbitmq"), BinariesFolder = folder.Path };

        var refusal = await Should.ThrowAsync<ServerNotInstalledException>(() =>
            LocalRabbitMq.StartAsync(options, NullLogger.Instance, TimeProvider.System, ct));

        refusal.English.ShouldContain("apt install rabbitmq-server");
    }

    private static List<int> ProcessesOf(ServerFolder folder)
    {
        var name = File.ReadAllText(folder.For("rabbitmq/node.name"));
        return [.. Directory.GetDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0
                && UnixProcess.WasStartedWith(id, RabbitMqNode.NameVariable, name)
                && UnixProcess.IsRunning(id)),];
    }

    private async Task PublishAsync(Uri uri)
    {
        var factory = new ConnectionFactory { Uri = uri };
        await using var connection = await factory.CreateConnectionAsync(ct);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);
        await channel.QueueDeclareAsync(
            "kept",
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-queue-type"] = "quorum" },
            cancellationToken: ct);
        await channel.BasicPublishAsync(
            "", "kept", mandatory: true, new BasicProperties { Persistent = true }, "kept"u8.ToArray(), ct);
    }

    private async Task<byte[]?> ReceiveAsync(Uri uri)
    {
        var factory = new ConnectionFactory { Uri = uri };
        await using var connection = await factory.CreateConnectionAsync(ct);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        byte[]? body = null;
        await Eventually.Holds("the message is there", async () =>
            (body = (await channel.BasicGetAsync("kept", autoAck: true, ct))?.Body.ToArray()) is not null);
        return body;
    }
}
