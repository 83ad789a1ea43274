using System.Diagnostics.Metrics;

namespace WeChatPlatform.Caching;

/// <summary>What operators watch: how much the cache saves, and whether the store is there. A kind is one of few names.</summary>
internal static class CachingMetrics
{
    public const string Name = "WeChatPlatform.Caching";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Lookups = Meter.CreateCounter<long>(
        "wechat.cache.lookups", "{lookup}", "Values asked for, by level (local, shared) and result (hit, miss).");

    private static readonly Counter<long> Loads = Meter.CreateCounter<long>(
        "wechat.cache.loads", "{load}", "Values that were loaded because no level had them.");

    private static readonly Counter<long> Failures = Meter.CreateCounter<long>(
        "wechat.cache.errors", "{error}", "Calls of the store that failed or took too long.");

    private static readonly Gauge<int> Degraded = Meter.CreateGauge<int>(
        "wechat.cache.degraded", "{store}", "1 while the store is away, 0 while it is in use.");

    public static void LookedUp(CacheKind kind, bool shared, bool hit) => Lookups.Add(
        1, new("kind", kind.Name), new("level", shared ? "shared" : "local"), new("result", hit ? "hit" : "miss"));

    public static void Loaded(CacheKind kind) => Loads.Add(1, new KeyValuePair<string, object?>("kind", kind.Name));

    public static void Failed(string operation) => Failures.Add(1, new KeyValuePair<string, object?>("operation", operation));

    public static void IsDegraded(bool degraded) => Degraded.Record(degraded ? 1 : 0);
}
