using WeChatPlatform.Testing;

namespace WeChatPlatform.Chaos.Tests.Staging;

/// <summary>
/// The deployed platform: a process for each service, a RabbitMQ, a PostgreSQL and a Redis of its own, all of which may be
/// killed; and several accounts, each with its agent and its desktop.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    /// <summary>How long an owner's word silences the machine in these runs, unless somebody ends it before.</summary>
    public static readonly TimeSpan OwnersPause = TimeSpan.FromMinutes(1);

    private readonly string _folder = PlatformServers.NewFolder("chaos");
    private readonly Model _model;

    private Stage(int seed, TimeSpan longestAnswer, Timeline timeline)
    {
        Timeline = timeline;
        Supervisor = new Supervisor(timeline);
        _model = new Model(seed, Watch, longestAnswer);
    }

    public Timeline Timeline { get; }

    public Supervisor Supervisor { get; }

    public StepWatch Watch { get; } = new();

    public PlatformServers Servers { get; private set; } = null!;

    public PlatformStack Stack { get; private set; } = null!;

    public PlatformAccess Access { get; private set; } = null!;

    public IReadOnlyList<Account> Accounts { get; private set; } = [];

    public PlatformDatabases Databases => new(_ => Task.FromResult(Servers.PostgresDirectly), "wechat_");

    /// <summary>The networks that may be cut, by name.</summary>
    public IReadOnlyDictionary<string, TcpProxy> Networks => new Dictionary<string, TcpProxy>(
        Accounts.Select(account => KeyValuePair.Create(account.AgentId, account.ToServer)))
    {
        ["rabbitmq"] = Servers.ToRabbitMq!,
        ["postgres"] = Servers.ToPostgres,
        ["redis"] = Servers.ToRedis!,
        [PlatformStack.Gateway] = Stack.ToGateway,
    };

    public static async Task<Stage> StartAsync(
        IReadOnlyList<DesktopMode> desktops, int seed, TimeSpan longestAnswer, Timeline timeline, CancellationToken ct)
    {
        var stage = new Stage(seed, longestAnswer, timeline);
        try
        {
            await stage.StartAsync(desktops, seed, ct);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>What befell frames, requests and answers so far, and how often.</summary>
    public IEnumerable<string> Mishaps() =>
        from trouble in Accounts.SelectMany(account => new[] { account.Trouble, account.WindowTrouble })
        from count in trouble.Counts
        group count.Value by count.Key into mishap
        select $"{mishap.Sum()} {mishap.Key}";

    public Account Account(string agentId) => Accounts.Single(account => account.AgentId == agentId);

    /// <summary>Keeps the logs of all processes in a folder.</summary>
    public async Task KeepLogsAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var process in Processes)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, process.Name + ".log"), process.Log.Tail(int.MaxValue));
        }
    }

    public string Tails(int lines) => string.Join(
        Environment.NewLine, Processes.Select(process => $"--- {process.Name}{Environment.NewLine}{process.Log.Tail(lines)}"));

    public async ValueTask DisposeAsync()
    {
        await Supervisor.DisposeAsync();
        await Task.WhenAll(Accounts.Select(account => account.DisposeAsync().AsTask()));
        foreach (var part in new IAsyncDisposable?[] { Stack, Servers, _model })
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }

        Access?.Dispose();
    }

    private IEnumerable<PlatformProcess> Processes =>
        [.. Stack?.All ?? [], .. Accounts.SelectMany(account => new[] { account.Agent, account.Desktop })];

    private async Task StartAsync(IReadOnlyList<DesktopMode> desktops, int seed, CancellationToken ct)
    {
        await _model.StartAsync(ct);

        // Not fast: what is killed must have kept what it committed.
        Servers = await PlatformServers.StartAsync(_folder, distributed: true, fast: false, ct);
        Stack = await PlatformStack.StartAsync(
            new PlatformStackSettings
            {
                Folder = Path.Combine(_folder, "platform"),
                Postgres = Servers.Postgres,
                RabbitMq = Servers.RabbitMq,
                Redis = Servers.Redis,
                Settings = Settings(),
            },
            ct);
        foreach (var service in Stack.Services)
        {
            Supervisor.Watch(Stack.Process(service));
        }

        Access = await PlatformAccess.OpenAsync(Stack.Api, Stack.CredentialsFile, ct);
        var ports = new ProcessPorts();
        List<Account> accounts = [];
        foreach (var (index, mode) in desktops.Index())
        {
            var agentId = $"account-{index + 1}";
            var key = await Access.NewAgentKeyAsync(agentId, ct);
            accounts.Add(await Staging.Account.StartAsync(
                agentId, key, mode, Stack.Api, _folder, ports, Supervisor, Watch, seed + (10 * index), ct));
            Accounts = [.. accounts];
        }
    }

    private Dictionary<string, string> Settings() => new()
    {
        ["Gateway__FirstAgentDesktop"] = "simulated",
        ["Gateway__LoginsPerMinute"] = "1000",
        ["Hosting__DrainSeconds"] = "1",
        ["Llm__Provider"] = "custom",
        ["Llm__BaseUrl"] = _model.BaseUrl,
        ["Llm__Model"] = "chaos",

        // Everything that can be answered is: what is judged here is the road, not the answer.
        ["Message__AnswerConfidence"] = "0",
        ["Message__ClarifyConfidence"] = "0",
        ["Message__PartLength"] = $"{Model.PartLength}",
        ["Message__GenerationSeconds"] = "30",
        ["Message__LeaseSeconds"] = "5",
        ["Message__GateAskAgainSeconds"] = "2",
        ["Message__PersonPauseMinutes"] = $"{OwnersPause.TotalMinutes}",
    };
}
