using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Hosting;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Caching.Tests;

/// <summary>What tests keep in caches.</summary>
public sealed record Card(string Text);

/// <summary>A process of the platform that has nothing but what every process has.</summary>
public sealed class CacheProcess : IAsyncDisposable
{
    private readonly TestHost host;

    private CacheProcess(TestHost host) => this.host = host;

    public ICache Cache => host.Services.GetRequiredService<ICache>();

    public ICounters Counters => host.Services.GetRequiredService<ICounters>();

    public ILocks Locks => host.Services.GetRequiredService<ILocks>();

    public IReadOnlyCollection<LogLine> Log => host.Log;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<CacheProcess> StartAsync(params IReadOnlyList<(string Key, string Value)> settings) => new(
        await TestHost.StartAsync(
            new PlatformHostSetup { Modules = [], Name = "cache", ReadEnvironment = false }, databases: null, settings));

    /// <summary>With Redis, and Redis in use.</summary>
    public static async Task<CacheProcess> StartWithRedisAsync(params IReadOnlyList<(string Key, string Value)> settings)
    {
        var process = await StartAsync([("Caching:HeartbeatMilliseconds", "100"), .. settings]);
        await process.BecomesAsync("healthy");
        return process;
    }

    /// <summary>The readiness of the cache, as its operator sees it.</summary>
    public async Task<string?> StateAsync()
    {
        var ready = await host.Management.GetFromJsonAsync<JsonElement>("/health/ready", Ct);
        return ready.GetProperty("checks").EnumerateArray()
            .Single(check => check.GetProperty("name").GetString() == "cache").GetProperty("status").GetString();
    }

    /// <remarks>The client is given ten seconds to reconnect by itself before a new connection is tried.</remarks>
    public Task BecomesAsync(string state) =>
        Eventually.Holds($"the cache is {state}", async () => await StateAsync() == state, TimeSpan.FromSeconds(30));

    public async Task<string> MetricsAsync() => await host.Management.GetStringAsync("/metrics", Ct);

    /// <summary>The cached text; what is not cached is loaded as given.</summary>
    public async Task<string?> ReadAsync(CacheKind kind, string key, string loaded) =>
        (await Cache.GetOrLoadAsync(kind, key, _ => Task.FromResult<Card?>(new Card(loaded)), Ct))?.Text;

    public ValueTask DisposeAsync() => host.DisposeAsync();
}
