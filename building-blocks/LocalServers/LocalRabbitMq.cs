using Microsoft.Extensions.Logging;

namespace WeChatPlatform.LocalServers;

/// <summary>
/// A private RabbitMQ node, run from the installed programs for as long as this object lives. Its data stays over a
/// restart. One platform owns its folder at a time; a node that a killed host left behind is stopped by the next one.
/// </summary>
public sealed class LocalRabbitMq : IAsyncDisposable
{
    private const int StartAttempts = 3;

    private readonly DataFolder owned;
    private readonly string connectionFile;
    private readonly RabbitMqProcess running;
    private readonly LocalRabbitMqOptions options;

    private LocalRabbitMq(
        DataFolder folder, RabbitMqNode node, RabbitMqProcess process, LocalRabbitMqOptions options, RabbitMqPorts ports, int id)
    {
        owned = folder;
        connectionFile = node.ConnectionFile;
        running = process;
        this.options = options;
        ProcessId = id;
        Port = ports.Amqp;
        User = RabbitMqNode.User;
        Password = node.Password;
        AmqpUri = new Uri($"amqp://{User}:{Password}@127.0.0.1:{Port}/");
        if (options.Management)
        {
            ManagementUri = new Uri($"http://127.0.0.1:{ports.Management}/");
            PrometheusUri = new Uri($"http://127.0.0.1:{ports.Prometheus}/metrics");
        }
    }

    /// <summary>With user and password, for the default virtual host.</summary>
    public Uri AmqpUri { get; }

    /// <summary>The management page and API, for the same user and password; null when management is off.</summary>
    public Uri? ManagementUri { get; }

    /// <summary>Null when management is off.</summary>
    public Uri? PrometheusUri { get; }

    public string User { get; }

    public string Password { get; }

    public int Port { get; }

    /// <summary>The id of the Erlang machine that is the node.</summary>
    public int ProcessId { get; }

    /// <exception cref="LocalServerException">The node cannot be had; the message says what to do.</exception>
    public static async Task<LocalRabbitMq> StartAsync(
        LocalRabbitMqOptions options, ILogger logger, TimeProvider time, CancellationToken ct)
    {
        var script = RabbitMqPrograms.Find(options.BinariesFolder);
        var folder = DataFolder.Lock(DataFolder.Create(options.DataFolder));
        RabbitMqProcess? process = null;
        try
        {
            var node = await RabbitMqNode.OpenAsync(folder.Path, ct);
            process = new RabbitMqProcess(node, script, logger, time);
            await StopOrphanAsync(process, options.Fast, logger, ct);
            RequirePorts(options);
            var (ports, id) = await StartAsync(node, process, options, logger, ct);
            await WaitForManagementAsync(node, options, ports, time, ct);
            logger.RabbitMqStarted(id, ports.Amqp);
            var started = new LocalRabbitMq(folder, node, process, options, ports, id);
            await PrivateFile.WriteAsync(node.ConnectionFile, started.AmqpUri.AbsoluteUri, ct);
            return started;
        }
        catch
        {
            // A cancelled or failed start leaves nothing running behind it.
            if (process is not null)
            {
                await process.StopAsync(kill: true, CancellationToken.None);
            }

            folder.Dispose();
            throw;
        }
    }

    /// <summary>Stops the node that a killed host left in this folder, if there is one.</summary>
    /// <exception cref="LocalServerException">A living host uses the folder.</exception>
    public static async Task StopOrphanAsync(string dataFolder, ILogger logger, TimeProvider time, CancellationToken ct)
    {
        if (RabbitMqNode.Exists(dataFolder))
        {
            using var folder = DataFolder.Lock(dataFolder);
            var node = await RabbitMqNode.OpenAsync(folder.Path, ct);
            await StopOrphanAsync(new RabbitMqProcess(node, "", logger, time), kill: false, logger, ct);
        }
    }

    /// <summary>A client of the management API; the caller disposes it.</summary>
    /// <exception cref="InvalidOperationException">Management is off.</exception>
    public RabbitManagement OpenManagement() => new(
        ManagementUri ?? throw new InvalidOperationException("The node was started without management."), User, Password);

    public async ValueTask DisposeAsync()
    {
        using (owned)
        {
            await running.StopAsync(options.Fast, CancellationToken.None);
            File.Delete(connectionFile);
        }
    }

    private static async Task StopOrphanAsync(RabbitMqProcess process, bool kill, ILogger logger, CancellationToken ct)
    {
        var orphan = process.FindProcess();

        // Without a node there may still be its port mapper.
        await process.StopAsync(kill, ct);
        if (orphan is { } id)
        {
            logger.RabbitMqOrphanStopped(id);
        }
    }

    private static void RequirePorts(LocalRabbitMqOptions options)
    {
        foreach (var port in (int[])[options.Port, options.ManagementPort, options.PrometheusPort])
        {
            if (port != 0)
            {
                FreePorts.Require(port);
            }
        }
    }

    private static async Task<(RabbitMqPorts Ports, int ProcessId)> StartAsync(
        RabbitMqNode node, RabbitMqProcess process, LocalRabbitMqOptions options, ILogger logger, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var ports = RabbitMqPorts.Choose(options);
            await node.WriteConfigurationAsync(ports, options.Management, ct);
            try
            {
                return (ports, await process.StartAsync(ports, ct));
            }
            catch (LocalServerException) when (attempt < StartAttempts)
            {
                // Most likely somebody took one of the ports in between.
                await process.StopAsync(kill: true, ct);
                logger.RabbitMqStartedAgain(attempt);
            }
        }
    }

    private static async Task WaitForManagementAsync(
        RabbitMqNode node, LocalRabbitMqOptions options, RabbitMqPorts ports, TimeProvider time, CancellationToken ct)
    {
        if (!options.Management)
        {
            return;
        }

        using var management = new RabbitManagement(
            new Uri($"http://127.0.0.1:{ports.Management}/"), RabbitMqNode.User, node.Password);
        var start = time.GetTimestamp();
        while (!await management.AnswersAsync(ct))
        {
            if (time.GetElapsedTime(start) > TimeSpan.FromSeconds(20))
            {
                throw new LocalServerException(
                    "RabbitMQ 的管理接口没有响应，或拒绝了保存的密码。",
                    "RabbitMQ's management API does not answer, or refuses the stored password.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), time, ct);
        }
    }
}
