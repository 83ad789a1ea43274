using System.Globalization;

namespace WeChatPlatform.LocalServers;

/// <summary>The ports of one start of the node.</summary>
internal sealed record RabbitMqPorts(int Amqp, int Management, int Prometheus, int Distribution, int PortMapper)
{
    public static RabbitMqPorts Choose(LocalRabbitMqOptions options)
    {
        var free = FreePorts.Take(5);
        return new RabbitMqPorts(
            Fixed(options.Port) ?? free[0],
            Fixed(options.ManagementPort) ?? free[1],
            Fixed(options.PrometheusPort) ?? free[2],
            free[3],
            free[4]);
    }

    private static int? Fixed(int port) => port == 0 ? null : port;
}

/// <summary>
/// The files and the environment that make a node private: its own name, cookie, port mapper (epmd), data and
/// configuration, nothing of a system-wide RabbitMQ. The name is stable, because the data is filed under it.
/// </summary>
internal sealed record RabbitMqNode(string Folder, string Name, string Password)
{
    public const string User = "platform";
    public const string NameVariable = "RABBITMQ_NODENAME";

    /// <summary>The address, with user and password, while the node runs: mode 0600.</summary>
    public string ConnectionFile => File("connection");

    public string ScriptPidFile => File("script.pid");

    public string NodePidFile => File("node.pid");

    public string PortMapperPidFile => File("epmd.pid");

    public string Output => File("server.out");

    public static async Task<RabbitMqNode> OpenAsync(string folder, CancellationToken ct)
    {
        var name = await PrivateFile.ReadOrCreateAsync(
            NameFile(folder), () => $"wechat-{PrivateFile.NewPassword()[..10]}@localhost", ct);
        var password = await PrivateFile.ReadOrCreateAsync(
            Path.Combine(folder, "password"), PrivateFile.NewPassword, ct);
        return new RabbitMqNode(folder, name, password);
    }

    public static bool Exists(string folder) => System.IO.File.Exists(NameFile(folder));

    public async Task WriteConfigurationAsync(RabbitMqPorts ports, bool management, CancellationToken ct)
    {
        foreach (var folder in (string[])["home", "db", "log"])
        {
            Directory.CreateDirectory(File(folder));
        }

        // The listeners of a node whose disk is nearly full stop: a developer's machine often is, so the limit is low.
        var settings = string.Create(CultureInfo.InvariantCulture, $"""
            listeners.tcp.1 = 127.0.0.1:{ports.Amqp}
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {ports.Management}
            prometheus.tcp.ip = 127.0.0.1
            prometheus.tcp.port = {ports.Prometheus}
            default_user = {User}
            default_pass = {Password}
            default_user_tags.administrator = true
            disk_free_limit.absolute = 50MB
            raft.wal_max_size_bytes = 33554432
            vm_memory_high_watermark.relative = 0.3
            log.console = false
            log.file = node.log
            log.file.rotation.size = 10485760
            log.file.rotation.count = 3

            """);
        // Keys of a plugin that is off are errors to RabbitMQ.
        var known = management
            ? settings
            : string.Join('\n', settings.Split('\n').Where(line =>
                !line.StartsWith("management.", StringComparison.Ordinal)
                && !line.StartsWith("prometheus.", StringComparison.Ordinal)));
        await PrivateFile.WriteAsync(File("rabbitmq.conf"), known, ct);
        await PrivateFile.WriteAsync(File("env.conf"), "", ct);
        await PrivateFile.WriteAsync(
            File("enabled_plugins"), management ? "[rabbitmq_management,rabbitmq_prometheus].\n" : "[].\n", ct);
    }

    public Dictionary<string, string> EnvironmentFor(RabbitMqPorts ports) => new(StringComparer.Ordinal)
    {
        ["HOME"] = File("home"),
        ["LC_ALL"] = "C.UTF-8",
        ["ERL_EPMD_PORT"] = $"{ports.PortMapper}",
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        [NameVariable] = Name,
        ["RABBITMQ_DIST_PORT"] = $"{ports.Distribution}",
        ["RABBITMQ_CONF_ENV_FILE"] = File("env.conf"),
        ["RABBITMQ_CONFIG_FILE"] = File("rabbitmq.conf"),
        ["RABBITMQ_CONFIG_FILES"] = File("conf.d"),
        ["RABBITMQ_ADVANCED_CONFIG_FILE"] = File("advanced.config"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = File("enabled_plugins"),
        ["RABBITMQ_MNESIA_BASE"] = File("db"),
        ["RABBITMQ_LOG_BASE"] = File("log"),
        ["RABBITMQ_PID_FILE"] = NodePidFile,
        // Idle schedulers sleep instead of spinning: the node shares its machine with everything else.
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] =
            "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none",
    };

    /// <summary>Whether this process belongs to this node, however it came about.</summary>
    public bool Owns(int processId) =>
        UnixProcess.IsRunning(processId) && UnixProcess.WasStartedWith(processId, NameVariable, Name);

    private static string NameFile(string folder) => Path.Combine(folder, "node.name");

    private string File(string name) => Path.Combine(Folder, name);
}
