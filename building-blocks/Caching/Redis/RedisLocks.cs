using System.Security.Cryptography;
using StackExchange.Redis;

namespace WeChatPlatform.Caching;

/// <summary>Locks between replicas; this process's own while Redis is away.</summary>
internal sealed class RedisLocks(RedisLink link, MemoryLocks own) : ILocks
{
    // Compared and deleted in one step: a lock that is somebody else's by now stays.
    private const string ReleaseIfMine =
        "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end";

    public async ValueTask<IAsyncDisposable?> TryTakeAsync(string kind, string key, TimeSpan expiry, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(expiry, TimeSpan.Zero);
        var name = link.Keys.Lock(CacheKind.KeyOf(CacheKind.Checked(kind), key));
        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var answer = await link.TryAsync("lock", redis => redis.StringSetAsync(name, token, expiry, When.NotExists), ct);
        return !answer.Done ? await own.TryTakeAsync(kind, key, expiry, ct)
            : answer.Result ? new Held(link, name, token)
            : null;
    }

    private sealed class Held(RedisLink link, RedisKey name, RedisValue token) : IAsyncDisposable
    {
        // Not the taker's token: what it gave up on is released too. When Redis is away, the lock ends by its time.
        public async ValueTask DisposeAsync() => await link.TryAsync(
            "unlock", redis => RedisScript.RunAsync(redis, ReleaseIfMine, [name], [token]), CancellationToken.None);
    }
}
