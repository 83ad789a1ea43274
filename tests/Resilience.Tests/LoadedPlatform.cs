using WeChatPlatform.Testing;

namespace WeChatPlatform.Resilience.Tests;

/// <summary>
/// Seven hosts with a RabbitMQ, a PostgreSQL and a Redis of their own behind networks that can be cut, and agents whose customers
/// never stop writing. One start serves all stories of a class.
/// </summary>
public sealed class LoadedPlatform : IAsyncLifetime
{
    private const int Agents = 4;
    private readonly string _folder = PlatformServers.NewFolder("resilience");
    private PlatformAccess? _access;
    private Task? _start;

    internal PlatformServers Servers { get; private set; } = null!;

    internal PlatformStack Stack { get; private set; } = null!;

    internal CustomerLoad Load { get; private set; } = null!;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Starts the platform when nobody did yet. A start that failed fails every story.</summary>
    internal Task StartedAsync(CancellationToken ct) => _start ??= StartAsync(ct);

    internal async Task KeepLogsAsync()
    {
        if (Environment.GetEnvironmentVariable("RESILIENCE_LOGS") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            foreach (var process in Stack.All)
            {
                await File.WriteAllTextAsync(Path.Combine(folder, process.Name + ".log"), process.Log.Tail(int.MaxValue));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in new IAsyncDisposable?[] { Load, Stack, Servers })
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }

        _access?.Dispose();
    }

    private async Task StartAsync(CancellationToken ct)
    {
        Servers = await PlatformServers.StartAsync(_folder, distributed: true, fast: true, ct);
        Stack = await PlatformStack.StartAsync(
            new PlatformStackSettings
            {
                Folder = Path.Combine(_folder, "platform"),
                Postgres = Servers.Postgres,
                RabbitMq = Servers.RabbitMq,
                Redis = Servers.Redis,
                Settings = new Dictionary<string, string>
                {
                    ["Hosting__DrainSeconds"] = "3",
                    ["Gateway__FirstAgentDesktop"] = "simulated",
                    ["Gateway__LoginsPerMinute"] = "1000",

                    // No model: what is shown here is the road.
                    ["Llm__Provider"] = "none",
                    ["Logging__LogLevel__MassTransit"] = Environment.GetEnvironmentVariable("RESILIENCE_LOG_LEVEL") ?? "Warning",
                },
            },
            ct);
        _access = await PlatformAccess.OpenAsync(Stack.Api, Stack.CredentialsFile, ct);
        Load = await CustomerLoad.ConnectAsync(Stack.Api, _access, Agents, ct);
    }
}
