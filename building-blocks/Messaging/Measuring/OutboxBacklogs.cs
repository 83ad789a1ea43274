using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace WeChatPlatform.Messaging.Measuring;

/// <summary>
/// What waits in each module's outbox, as the relay's last sweep found it. The age goes on growing between two sweeps, and when
/// the database is away and no sweep comes; how old the knowledge is, is told beside it.
/// </summary>
internal static class OutboxBacklogs
{
    private static readonly ConcurrentDictionary<string, Backlog> Modules = new(StringComparer.Ordinal);

    // Not in a static constructor: one that publishes an instrument waits for a scrape under way, and the scrape's callback
    // would wait for the constructor.
    private static readonly Lazy<IReadOnlyList<Instrument>> Gauges = new(Create);

    public static void Report(string module, long count, TimeSpan age, DateTimeOffset now, TimeProvider time)
    {
        Modules[module] = new Backlog(count, now - age, now, time);
        _ = Gauges.Value;
    }

    /// <summary>Nobody looks through the module's outbox any more.</summary>
    public static void Forget(string module) => Modules.TryRemove(module, out _);

    private static IReadOnlyList<Instrument> Create() =>
    [
        MessagingMetrics.Meter.CreateObservableGauge(
            "wechat.outbox.pending",
            () => Read((_, found) => found.Count),
            "{message}",
            "Messages that are due and not yet sent, at the last sweep. Every replica tells the same."),
        MessagingMetrics.Meter.CreateObservableGauge(
            "wechat.outbox.lag",
            () => Read(static (now, found) => found.Count == 0 ? 0 : Math.Max(0, (now - found.Oldest).TotalSeconds)),
            "s",
            "Age of the oldest message that was due and not yet sent at the last sweep. Every replica tells the same."),
        MessagingMetrics.Meter.CreateObservableGauge(
            "wechat.outbox.sweep.age",
            () => Read(static (now, found) => Math.Max(0, (now - found.At).TotalSeconds)),
            "s",
            "Time since the outbox was last looked through."),
    ];

    private static IEnumerable<Measurement<T>> Read<T>(Func<DateTimeOffset, Backlog, T> value)
        where T : struct =>
        Modules.Select(module => new Measurement<T>(
            value(module.Value.Time.GetUtcNow(), module.Value), new KeyValuePair<string, object?>("module", module.Key)));

    private sealed record Backlog(long Count, DateTimeOffset Oldest, DateTimeOffset At, TimeProvider Time);
}
