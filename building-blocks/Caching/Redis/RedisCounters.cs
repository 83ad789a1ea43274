using StackExchange.Redis;

namespace WeChatPlatform.Caching;

/// <summary>Counters of all replicas together; this process's own while Redis is away.</summary>
internal sealed class RedisCounters(RedisLink link, MemoryCounters own) : ICounters
{
    private const string Add =
        """
        local count = redis.call('incr', KEYS[1])
        local left = redis.call('pttl', KEYS[1])
        if left < 0 then
          redis.call('pexpire', KEYS[1], ARGV[1])
          left = tonumber(ARGV[1])
        end
        return {count, left}
        """;

    private const string Read = "return {tonumber(redis.call('get', KEYS[1]) or '0'), redis.call('pttl', KEYS[1])}";

    public async ValueTask<CounterValue> AddAsync(string kind, string key, TimeSpan window, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        var milliseconds = Math.Max(1, (long)window.TotalMilliseconds);
        return await RunAsync("count", Add, kind, key, [milliseconds], ct) ?? await own.AddAsync(kind, key, window, ct);
    }

    public async ValueTask<CounterValue> ReadAsync(string kind, string key, CancellationToken ct) =>
        await RunAsync("read", Read, kind, key, [], ct) ?? await own.ReadAsync(kind, key, ct);

    public async ValueTask ResetAsync(string kind, string key, CancellationToken ct)
    {
        var name = link.Keys.Counter(CacheKind.KeyOf(CacheKind.Checked(kind), key));
        await link.TryAsync("reset", redis => redis.KeyDeleteAsync(name), ct);
        await own.ResetAsync(kind, key, ct);
    }

    private async ValueTask<CounterValue?> RunAsync(
        string operation, string script, string kind, string key, RedisValue[] values, CancellationToken ct)
    {
        RedisKey name = link.Keys.Counter(CacheKind.KeyOf(CacheKind.Checked(kind), key));
        var answer = await link.TryAsync(operation, redis => RedisScript.RunAsync(redis, script, [name], values), ct);
        if (!answer.Done)
        {
            return null;
        }

        var numbers = (long[])answer.Result!;
        var value = new CounterValue(numbers[0], TimeSpan.FromMilliseconds(Math.Max(0, numbers[1])));
        if (value.Count > 0)
        {
            own.Observe(kind, key, value);
        }

        return value;
    }
}
