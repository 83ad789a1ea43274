using WeChatPlatform.Testing;

namespace WeChatPlatform.PipelineBenchmark;

/// <summary>A platform in one of its shapes, with servers and a model that answers at once, and somebody who writes to it.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly string _folder = PlatformServers.NewFolder("pipeline");
    private readonly Arguments _arguments;
    private PlatformServers? _servers;
    private FakeProvider? _provider;
    private PlatformAccess? _access;
    private PlatformStack? _stack;

    private Stage(Arguments arguments) => _arguments = arguments;

    public CustomerLoad Load { get; private set; } = null!;

    public static async Task<Stage> OpenAsync(string shape, Arguments arguments, CancellationToken ct)
    {
        var stage = new Stage(arguments);
        try
        {
            await stage.OpenAsync(shape, ct);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>What every process has used so far, by its name.</summary>
    public async Task<Dictionary<string, ProcessUsage>> UsageAsync(CancellationToken ct)
    {
        Dictionary<string, ProcessUsage> usage = [];
        foreach (var process in _stack!.Running)
        {
            usage[process.Name] = await ProcessUsage.OfHostAsync(process, ct);
        }

        usage["postgresql"] = ProcessUsage.Of(_servers!.PostgresProcess);
        if (_servers.RabbitMqProcess is { } rabbitMq)
        {
            usage["rabbitmq"] = ProcessUsage.Of(rabbitMq);
        }

        if (_servers.RedisProcess is { } redis)
        {
            usage["redis"] = ProcessUsage.Of(redis);
        }

        usage["(load and model)"] = ProcessUsage.Of(Environment.ProcessId, withChildren: false);
        return usage;
    }

    public async ValueTask DisposeAsync()
    {
        if (Load is not null)
        {
            await Load.DisposeAsync();
        }

        _access?.Dispose();
        foreach (var part in new IAsyncDisposable?[] { _stack, _provider, _servers })
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }
    }

    private async Task OpenAsync(string shape, CancellationToken ct)
    {
        _servers = await PlatformServers.StartAsync(_folder, distributed: shape == "distributed", _arguments.Fast, ct);
        _provider = await FakeProvider.StartAsync(ct);
        _provider.Otherwise = ProviderAnswer.Says("您好，这款产品整机质保两年，安装费另计，具体以现场勘察为准。");
        _provider.KeepsRequests = false;
        Dictionary<string, string> settings = new()
        {
            ["Message__MergeWindowMilliseconds"] = $"{_arguments.Window}",
            ["Message__MergeLimitMilliseconds"] = $"{Math.Max(5000, _arguments.Window)}",
            ["OPENAI_BASE_URL"] = _provider.BaseUrl,
            ["OPENAI_API_KEY"] = "benchmark",
            ["OPENAI_MODEL"] = "fake",
            ["Gateway__FirstAgentDesktop"] = "simulated",
            ["Gateway__LoginsPerMinute"] = "1000",
        };
        foreach (var (key, value) in _arguments.Settings)
        {
            settings[key] = value;
        }

        _stack = await PlatformStack.StartAsync(
            new PlatformStackSettings
            {
                Folder = Path.Combine(_folder, "platform"),
                Postgres = _servers.PostgresDirectly,
                RabbitMq = _servers.RabbitMqDirectly,
                Redis = _servers.RedisDirectly,
                Settings = settings,
                LogLines = 200,
            },
            ct);
        _access = await PlatformAccess.OpenAsync(_stack.ApiDirectly, _stack.CredentialsFile, ct);
        Load = await CustomerLoad.ConnectAsync(_stack.ApiDirectly, _access, _arguments.Agents, ct);
    }
}
