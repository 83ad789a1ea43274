using System.Security.Cryptography;

namespace WeChatPlatform.Testing;

/// <summary>What a stack of host processes is started with.</summary>
public sealed record PlatformStackSettings
{
    /// <summary>Where credentials and keys are kept.</summary>
    public required string Folder { get; init; }

    /// <summary>Persistence:ConnectionString; absent lets standalone start a server of its own.</summary>
    public string? Postgres { get; init; }

    public string DatabasePrefix { get; init; } = "wechat_";

    /// <summary>Messaging:RabbitMq; absent means the one process of the standalone shape.</summary>
    public Uri? RabbitMq { get; init; }

    /// <summary>Caching:Redis; seven processes need one.</summary>
    public string? Redis { get; init; }

    /// <summary>Further settings of every host, as environment variables.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>How many log lines of a process are kept at least.</summary>
    public int LogLines { get; init; } = int.MaxValue;
}

/// <summary>
/// The hosts of a platform as processes: one standalone, or seven. A service has two places, so that a new replica can
/// run beside the old one; the gateway knows both, and callers find the gateways behind a balancer.
/// </summary>
public sealed class PlatformStack : IAsyncDisposable
{
    public const string Standalone = "standalone";
    public const string Gateway = "gateway";

    private static readonly Dictionary<string, string> Programs = new()
    {
        ["message"] = "Message.Host",
        ["ai"] = "Ai.Host",
        ["rag"] = "Rag.Host",
        ["customer"] = "Customer.Host",
        ["erp-sync"] = "ErpSync.Host",
        ["analytics"] = "Analytics.Host",
        [Gateway] = "Gateway.Host",
        [Standalone] = "Standalone",
    };

    private readonly PlatformStackSettings _settings;
    private readonly Dictionary<string, Replica[]> _replicas = [];
    private readonly HttpClient _probe = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly ProcessPorts _ports = new();
    private TcpProxy? _balancer;

    private PlatformStack(PlatformStackSettings settings) => _settings = settings;

    /// <summary>Where callers reach the platform, whichever gateway runs.</summary>
    public Uri Api => new($"http://127.0.0.1:{_balancer!.Port}");

    /// <summary>The first gateway, or standalone, itself.</summary>
    public Uri ApiDirectly => _replicas[Services[^1]][0].Url;

    /// <summary>The network between callers and the gateway.</summary>
    public TcpProxy ToGateway => _balancer!;

    public string CredentialsFile => Path.Combine(_settings.Folder, "first-credentials.json");

    /// <summary>The deployed services, the gateway last; or standalone.</summary>
    public IReadOnlyList<string> Services => [.. _replicas.Keys];

    /// <summary>Those that run now and those that did.</summary>
    public IReadOnlyList<PlatformProcess> All =>
        [.. _replicas.Values.SelectMany(pair => pair).Select(replica => replica.Process).OfType<PlatformProcess>()];

    /// <summary>Those that run now.</summary>
    public IReadOnlyList<PlatformProcess> Running => [.. All.Where(process => process.IsRunning)];

    public static async Task<PlatformStack> StartAsync(PlatformStackSettings settings, CancellationToken ct)
    {
        var stack = new PlatformStack(settings);
        try
        {
            Directory.CreateDirectory(settings.Folder);
            await File.WriteAllTextAsync(
                stack.SigningKey, Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)), ct);
            string[] services = settings.RabbitMq is null ? [Standalone] : [.. Programs.Keys.Except([Standalone])];
            foreach (var service in services)
            {
                stack._replicas[service] = [stack.NewReplica(), stack.NewReplica()];
            }

            stack._balancer = TcpProxy.To(stack._replicas[services[^1]][0].Url.Port);
            await Task.WhenAll(services.Select(service => stack.StartAsync(service, 0, ct)));
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>The process of a service; the newest when two run.</summary>
    public PlatformProcess Process(string service) =>
        _replicas[service].Select(replica => replica.Process).OfType<PlatformProcess>().Last(process => process.IsRunning);

    /// <summary>A second replica of the service beside the first, ready.</summary>
    public Task AddReplicaAsync(string service, CancellationToken ct) =>
        StartAsync(service, _replicas[service][0].IsRunning ? 1 : 0, ct);

    /// <summary>A rolling restart: a new replica is ready before the old one is told to stop.</summary>
    public async Task RollAsync(string service, CancellationToken ct)
    {
        var old = _replicas[service].Single(replica => replica.IsRunning);
        await AddReplicaAsync(service, ct);
        var next = _replicas[service].Single(replica => replica != old);
        if (service is Gateway or Standalone)
        {
            _balancer!.Target = next.Url.Port;
        }

        await old.Process!.EndAsync(Disturbance.Stop, ct);
    }

    /// <summary>The only replica stops and starts again.</summary>
    public async Task RestartAsync(string service, CancellationToken ct)
    {
        var process = Process(service);
        await process.EndAsync(Disturbance.Stop, ct);
        process.Start();
        await process.BecomesReadyAsync(ct);
    }

    /// <summary>The last lines of every process, for whoever has to find out what went wrong.</summary>
    public string Tails(int lines = 25) => string.Join(
        Environment.NewLine,
        All.Select(process => $"--- {process.Name}{Environment.NewLine}{process.Log.Tail(lines)}"));

    public async ValueTask DisposeAsync()
    {
        // All are told before one is waited for.
        await Task.WhenAll(_replicas.Values.SelectMany(pair => pair)
            .Select(replica => replica.Process?.DisposeAsync().AsTask() ?? Task.CompletedTask));
        if (_balancer is not null)
        {
            await _balancer.DisposeAsync();
        }

        _probe.Dispose();
    }

    private string SigningKey => Path.Combine(_settings.Folder, "signing.key");

    private Replica NewReplica() => new(_ports.Take(), _ports.Take());

    private async Task StartAsync(string service, int place, CancellationToken ct)
    {
        var replica = _replicas[service][place];
        replica.Process ??= new PlatformProcess(
            place == 0 ? service : $"{service}-{place + 1}",
            Programs[service],
            SettingsOf(service, replica),
            async (_, ready) =>
            {
                using var answer = await _probe.GetAsync(new Uri(replica.Management, "health/ready"), ready);
                return answer.IsSuccessStatusCode;
            }) { Log = new ProcessLog(_settings.LogLines) };
        replica.Process.Start();
        await replica.Process.BecomesReadyAsync(ct);
    }

    private Dictionary<string, string> SettingsOf(string service, Replica replica)
    {
        var sample = Path.Combine(BuiltPrograms.Repository, "samples", "charging-pile-shop");
        Dictionary<string, string> settings = new()
        {
            ["Hosting__Url"] = Address(replica.Url),
            ["Hosting__ManagementUrl"] = Address(replica.Management),
            ["Edge__SigningKeyFile"] = SigningKey,
            ["Message__AttachmentKey"] = Convert.ToBase64String(new byte[32]),
            ["Gateway__DataFolder"] = _settings.Folder,

            // Texts are compared; that the notice stands by default is ai's own test.
            ["Ai__Disclosure__Notice"] = "off",
            ["Standalone__DataFolder"] = _settings.Folder,
            ["Persistence__DatabasePrefix"] = _settings.DatabasePrefix,
            ["Rag__KnowledgeFolder"] = Path.Combine(sample, "knowledge"),
            ["ErpSync__ImportFolder"] = Path.Combine(sample, "erp"),
        };
        if (_settings.Postgres is { } postgres)
        {
            settings["Persistence__ConnectionString"] = postgres;
        }

        if (_settings.RabbitMq is { } rabbitMq)
        {
            settings["Messaging__RabbitMq"] = rabbitMq.AbsoluteUri;
        }

        if (_settings.Redis is { } redis)
        {
            settings["Caching__Redis"] = redis;
        }

        foreach (var (name, places) in _replicas.Where(entry => entry.Key is not (Gateway or Standalone)))
        {
            var addresses = string.Join(',', places.Select(place => Address(place.Url)));
            settings[$"ServiceCalls__Services__{name}"] = addresses;
            if (service == Gateway)
            {
                settings[$"Gateway__Services__{name}"] = addresses;
            }
        }

        foreach (var (key, value) in _settings.Settings)
        {
            settings[key] = value;
        }

        return settings;
    }

    private static string Address(Uri url) => url.GetLeftPart(UriPartial.Authority);

    private sealed record Replica(Uri Url, Uri Management)
    {
        public PlatformProcess? Process { get; set; }

        public bool IsRunning => Process is { IsRunning: true };
    }
}
