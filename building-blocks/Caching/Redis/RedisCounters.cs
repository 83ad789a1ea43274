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

    private const string Increase =
        """
        if redis.call('exists', KEYS[1]) == 0 then
          return {0, 0}
        end
        return {redis.call('incrby', KEYS[1], ARGV[1]), redis.call('pttl', KEYS[1])}
        """;

    private const string Set =
        """
        if (redis.call('get', KEYS[1]) or '') ~= ARGV[2] then
          return 0
        end
        redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[3])
        return 1
        """;

    public async ValueTask<CounterValue> AddAsync(string kind, string key, TimeSpan window, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        var milliseconds = Math.Max(1, (long)window.TotalMilliseconds);
        return await RunAsync("count", Add, kind, key, [milliseconds], ct) ?? Alone(await own.AddAsync(kind, key, window, ct));
    }

    public async ValueTask<CounterValue> ReadAsync(string kind, string key, CancellationToken ct) =>
        await RunAsync("read", Read, kind, key, [], ct) ?? Alone(await own.ReadAsync(kind, key, ct));

    public async ValueTask<CounterValue> IncreaseAsync(string kind, string key, long by, CancellationToken ct) =>
        await RunAsync("increase", Increase, kind, key, [by], ct) ?? Alone(await own.IncreaseAsync(kind, key, by, ct));

    public async ValueTask<bool> SetAsync(
        string kind, string key, long count, CounterValue seen, TimeSpan window, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        RedisKey name = link.Keys.Counter(CacheKind.KeyOf(CacheKind.Checked(kind), key));
        RedisValue[] values = [count, seen.IsOpen ? seen.Count : "", Math.Max(1, (long)window.TotalMilliseconds)];
        var answer = await link.TryAsync("set", redis => RedisScript.RunAsync(redis, Set, [name], values), ct);
        if (!answer.Done)
        {
            return await own.SetAsync(kind, key, count, seen, window, ct);
        }

        if (!(bool)answer.Result!)
        {
            return false;
        }

        own.Observe(kind, key, new CounterValue(count, window));
        return true;
    }

    public async ValueTask ResetAsync(string kind, string key, CancellationToken ct)
    {
        var name = link.Keys.Counter(CacheKind.KeyOf(CacheKind.Checked(kind), key));
        await link.TryAsync("reset", redis => redis.KeyDeleteAsync(name), ct);
        await own.ResetAsync(kind, key, ct);
    }

    private static CounterValue Alone(CounterValue value) => value with { IsAlone = true };

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
