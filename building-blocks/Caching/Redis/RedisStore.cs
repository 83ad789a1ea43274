namespace WeChatPlatform.Caching;

/// <summary>Values in Redis. A key that changes has a mark beside it, and while the mark is there nothing is stored.</summary>
internal sealed class RedisStore(RedisLink link, MissedRemovals missed)
{
    private const string StoreUnlessChanging =
        """
        if redis.call('exists', KEYS[2]) == 1 then return 0 end
        redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[2])
        return 1
        """;

    public bool IsUp => link.IsUp;

    /// <summary>What is stored, and how much longer it may be used.</summary>
    public async ValueTask<(byte[] Json, TimeSpan Left)?> GetAsync(string key, CancellationToken ct) =>
        await link.TryAsync("get", redis => redis.StringGetWithExpiryAsync(link.Keys.Value(key)), ct)
            is { Done: true, Result: { Expiry: { } left, Value: var found } } && (byte[]?)found is { } json
            ? (json, left)
            : null;

    /// <summary>False when nothing was stored: the key changes, or Redis is away.</summary>
    public async ValueTask<bool> SetAsync(string key, byte[] json, TimeSpan timeToLive, CancellationToken ct) =>
        await link.TryAsync(
            "set",
            redis => RedisScript.RunAsync(
                redis, StoreUnlessChanging, [link.Keys.Value(key), link.Keys.Change(key)], [json, (long)timeToLive.TotalMilliseconds]),
            ct) is { Done: true, Result: var stored } && (long)stored == 1;

    /// <summary>Deletes and marks the value and tells every replica; at the latest before this process uses Redis again.</summary>
    public async ValueTask RemoveAsync(string key, CancellationToken ct)
    {
        // Remembered first: whatever happens to the call, the removal is made up for.
        missed.Add(key);
        if ((await link.TryAsync("remove", redis => link.RemoveAsync(redis, key), ct)).Done)
        {
            missed.Done(key);
        }
    }
}
