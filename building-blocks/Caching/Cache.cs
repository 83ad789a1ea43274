using System.Text.Json;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Caching;

/// <summary>
/// Two levels: this process's own copies, and the store of all replicas when there is one. A copy is used only while
/// broadcasts of changes are certainly heard.
/// </summary>
internal sealed class Cache(
    LocalEntries local, SingleFlight flights, ILocks locks, RedisStore? shared, IOptions<CachingOptions> options, TimeProvider time)
    : ICache
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(25);

    public async ValueTask<T?> GetOrLoadAsync<T>(
        CacheKind kind, string key, Func<CancellationToken, Task<T?>> load, CancellationToken ct)
        where T : class
    {
        var full = kind.KeyOf(key);
        if (local.IsChanging(full))
        {
            // Not even a load under way is shared: it may have begun before the commit.
            CachingMetrics.LookedUp(kind, shared: false, hit: false);
            return await LoadAsync(kind, load, ct);
        }

        if ((kind.LocalOnly || shared is not { IsUp: false }) && local.TryGet(full, out var copy))
        {
            CachingMetrics.LookedUp(kind, shared: false, hit: true);
            return (T)copy;
        }

        CachingMetrics.LookedUp(kind, shared: false, hit: false);
        return await flights.RunAsync(full, () => ReachAsync(kind, full, load, ct), ct);
    }

    public async ValueTask RemoveAsync(CacheKind kind, string key, CancellationToken ct)
    {
        if (kind.LocalOnly)
        {
            throw new ArgumentException($"Values of the kind {kind.Name} never change.", nameof(kind));
        }

        var full = kind.KeyOf(key);
        local.Remove(full);
        flights.Forget(full);
        if (shared is not null)
        {
            await shared.RemoveAsync(full, ct);
        }
    }

    private static async Task<T?> LoadAsync<T>(CacheKind kind, Func<CancellationToken, Task<T?>> load, CancellationToken ct)
        where T : class
    {
        CachingMetrics.Loaded(kind);
        return await load(ct);
    }

    private async Task<T?> ReachAsync<T>(
        CacheKind kind, string full, Func<CancellationToken, Task<T?>> load, CancellationToken ct)
        where T : class
    {
        var asked = local.Generation;
        if (kind.LocalOnly || shared is not { IsUp: true } store)
        {
            return await LoadAndKeepAsync(kind, full, asked, load, ct);
        }

        if (await ReadAsync<T>(store, full, asked, ct) is { } found)
        {
            CachingMetrics.LookedUp(kind, shared: true, hit: true);
            return found;
        }

        CachingMetrics.LookedUp(kind, shared: true, hit: false);
        return kind.LoadLock is { } expiry
            ? await LoadInTurnAsync(kind, store, full, asked, expiry, load, ct)
            : await LoadAndKeepAsync(kind, full, asked, load, ct);
    }

    // Whoever has the lock loads; the others look for what it brings, or take the lock when it brought nothing.
    private async Task<T?> LoadInTurnAsync<T>(
        CacheKind kind, RedisStore store, string full, long asked, TimeSpan atMost, Func<CancellationToken, Task<T?>> load, CancellationToken ct)
        where T : class
    {
        var start = time.GetTimestamp();
        while (store.IsUp && time.GetElapsedTime(start) < atMost)
        {
            await using var held = await locks.TryTakeAsync("load", full, atMost, ct);
            if (await ReadAsync<T>(store, full, asked, ct) is { } found)
            {
                return found;
            }

            if (held is not null)
            {
                return await LoadAndKeepAsync(kind, full, asked, load, ct);
            }

            await Task.Delay(LookAgain, time, ct);
        }

        return await LoadAndKeepAsync(kind, full, asked, load, ct);
    }

    private async Task<T?> ReadAsync<T>(RedisStore store, string full, long asked, CancellationToken ct)
        where T : class
    {
        if (await store.GetAsync(full, ct) is not var (json, left))
        {
            return null;
        }

        try
        {
            if (JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web) is not { } value)
            {
                return null;
            }

            Keep(full, value, json.Length, left, asked);
            return value;
        }
        catch (JsonException)
        {
            // Nobody of this version wrote that. The load that follows replaces it.
            CachingMetrics.Failed("read");
            return null;
        }
    }

    private async Task<T?> LoadAndKeepAsync<T>(
        CacheKind kind, string full, long asked, Func<CancellationToken, Task<T?>> load, CancellationToken ct)
        where T : class
    {
        var start = time.GetTimestamp();
        var value = await LoadAsync(kind, load, ct);
        if (value is null || time.GetElapsedTime(start) > CacheKind.ChangeTime / 2)
        {
            return value;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(value, JsonSerializerOptions.Web);
        if (json.Length > options.Value.MaxValueKibibytes * 1024)
        {
            return value;
        }

        if (shared is null || kind.LocalOnly)
        {
            local.Put(full, value, json.Length, kind.TimeToLive, asked);
        }
        else if (await shared.SetAsync(full, json, kind.TimeToLive, ct))
        {
            Keep(full, value, json.Length, kind.TimeToLive, asked);
        }

        return value;
    }

    // A copy of what the store keeps: never used longer than the store would.
    private void Keep(string full, object value, int size, TimeSpan left, long asked)
    {
        var localTime = TimeSpan.FromSeconds(options.Value.LocalSeconds);
        local.Put(full, value, size, left < localTime ? left : localTime, asked);
    }
}
