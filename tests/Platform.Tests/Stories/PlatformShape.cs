using WeChatPlatform.Testing;

namespace WeChatPlatform.Platform.Tests.Stories;

/// <summary>
/// The whole platform as processes of its own, with the simulated WeChat and its agent. One start serves all stories of a
/// class; what they leave behind belongs to the history that the next one checks too.
/// </summary>
public abstract class PlatformShape : IAsyncLifetime
{
    private const string Simulator = "simulator";
    private const string Agent = "agent";
    private const int SocketOpened = 845;

    private readonly List<PlatformProcess> _processes = [];
    private readonly HttpClient _probe = new() { Timeout = TimeSpan.FromSeconds(5) };
    private Task? _start;
    private Uri _collector = null!;

    /// <summary>Every process, in the order of their start.</summary>
    internal IReadOnlyList<PlatformProcess> Processes => _processes;

    /// <summary>The hosts of the platform, without WeChat's side.</summary>
    internal IEnumerable<PlatformProcess> Hosts => _processes.Where(process => process.Name is not (Simulator or Agent));

    internal abstract PlatformDatabases Databases { get; }

    internal Players Players { get; private set; } = null!;

    /// <summary>Gets the spans of every process.</summary>
    internal SpanCollector Spans { get; private set; } = null!;

    /// <summary>True when some host of this shape tells each metric that there is.</summary>
    internal virtual bool HasEveryMetric => false;

    /// <summary>What a question of the story has to do with, by the names in telemetry.</summary>
    internal abstract IReadOnlyCollection<string> OnTheWay { get; }

    internal PlatformApi Api { get; private set; } = null!;

    /// <summary>Messages that did not come through the simulated window.</summary>
    internal int SentDirectly { get; set; }

    internal int Sent => Players.Said + SentDirectly;

    internal ProcessPorts Ports { get; } = new();

    /// <summary>Where this run keeps everything. User postgres can reach it.</summary>
    internal string Folder { get; } = Path.Combine(
        Directory.Exists("/tmp") ? "/tmp" : "/var/tmp", $"wechat-story-{Environment.ProcessId}-{Guid.NewGuid():N}"[..32]);

    /// <summary>The hosts: one or seven.</summary>
    protected abstract Task StartHostsAsync(Uri api, CancellationToken ct);

    /// <summary>Takes away what the hosts used, when they are gone.</summary>
    protected abstract ValueTask ClearAsync();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Starts the platform when nobody did yet. A start that failed fails every story.</summary>
    internal Task StartedAsync(CancellationToken ct) => _start ??= StartAsync(ct);

    internal string Tails() => string.Join(
        Environment.NewLine,
        _processes.Select(process => $"--- {process.Name}{Environment.NewLine}{process.Log.Tail(25)}"));

    internal PlatformProcess Process(string name) => _processes.Single(process => process.Name == name);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
        {
            await process.DisposeAsync();
        }

        await ClearAsync();
        await (Spans?.DisposeAsync() ?? ValueTask.CompletedTask);
        Players?.Dispose();
        Api?.Dispose();
        _probe.Dispose();
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Starts a host that serves on two ports.</summary>
    internal PlatformProcess StartHost(string name, string program, Uri url, Dictionary<string, string> settings)
    {
        var management = Ports.Take();
        settings["Hosting__Url"] = Address(url);
        settings["Hosting__ManagementUrl"] = Address(management);
        settings["Hosting__OtlpEndpoint"] = Address(_collector);
        settings["Messaging__MetricsSeconds"] = "1";
        settings["Message__MetricsSeconds"] = "1";
        settings["Rag__KnowledgeFolder"] = Sample("knowledge");
        settings["ErpSync__ImportFolder"] = Sample("erp");
        settings["Gateway__FirstAgentDesktop"] = "simulated";
        settings["Gateway__DataFolder"] = Folder;

        // Some answers have two parts, so that a part can be interrupted between two.
        settings["Message__PartLength"] = "100";
        settings["Ai__Disclosure__Notice"] = "off";
        settings["Logging__LogLevel__WeChatPlatform.Rag"] = "Debug";
        return Start(name, program, settings, Answers(new Uri(management, "health/ready")));
    }

    internal static string Address(Uri url) => url.GetLeftPart(UriPartial.Authority);

    private async Task StartAsync(CancellationToken ct)
    {
        CreateFolder();
        var api = Ports.Take();
        _collector = Ports.Take();
        Spans = await SpanCollector.StartAsync(_collector, ct);
        await StartHostsAsync(api, ct);
        Api = await PlatformApi.OpenAsync(api, Path.Combine(Folder, "first-credentials.json"), ct);
        await StartAgentAsync(api, ct);
    }

    private async Task StartAgentAsync(Uri api, CancellationToken ct)
    {
        var simulator = Ports.Take();
        var desktop = Start(
            Simulator, "Simulator", new Dictionary<string, string>
            {
                ["Simulator__Port"] = $"{simulator.Port}",
                ["Simulator__DataFolder"] = Path.Combine(Folder, "simulator"),
            }, Answers(new Uri(simulator, "health/live")));
        await desktop.BecomesReadyAsync(ct);
        Players = new Players(simulator);
        var agent = Start(
            Agent, "Capture.Agent", new Dictionary<string, string>
            {
                ["Agent__ServerUrl"] = Address(api),
                ["Agent__AgentId"] = Api.AgentId,
                ["Agent__ApiKey"] = Api.AgentKey,
                ["Agent__DataFolder"] = Path.Combine(Folder, "agent"),
                ["Agent__Account__Nickname"] = Line.Nickname,

                // Another run of these tests has an account of the same name, and a window of its own.
                ["Agent__Account__LockFolder"] = Folder,
                ["Agent__Desktop__Url"] = Address(simulator),
                ["Agent__Scope__Include__0"] = "*",
                ["Agent__Pace__Limited"] = "false",
                ["Agent__Pace__MillisecondsPerCharacter"] = "0",
                ["Agent__OtlpEndpoint"] = Address(_collector),

                // A minute of disturbances must not end in half a minute of patience.
                ["Agent__Link__LongestRetryMilliseconds"] = "2000",
            }, (process, _) => Task.FromResult(process.Log.EventsOfThisLife().Any(line => line.EventId == SocketOpened)));
        await agent.BecomesReadyAsync(ct);
    }

    private PlatformProcess Start(
        string name,
        string program,
        Dictionary<string, string> settings,
        Func<PlatformProcess, CancellationToken, Task<bool>> isReady)
    {
        // Spans leave soon after they end, so that a story need not wait for them.
        settings["OTEL_BSP_SCHEDULE_DELAY"] = "500";
        var process = new PlatformProcess(name, program, settings, isReady);
        _processes.Add(process);
        process.Start();
        return process;
    }

    private Func<PlatformProcess, CancellationToken, Task<bool>> Answers(Uri url) => async (_, ct) =>
    {
        using var answer = await _probe.GetAsync(url, ct);
        return answer.IsSuccessStatusCode;
    };

    private static string Sample(string folder) =>
        Path.Combine(Architecture.Repository.Root, "samples", "charging-pile-shop", folder);

    private void CreateFolder()
    {
        Directory.CreateDirectory(Folder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                Folder,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }
}
