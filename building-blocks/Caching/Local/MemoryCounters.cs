namespace WeChatPlatform.Caching;

/// <summary>Counters of one process: all there is in memory, and what goes on while Redis is away.</summary>
internal sealed class MemoryCounters(TimeProvider time) : ICounters
{
    // Some ten megabytes. Whoever opens more windows than that at a time loses those that are over soonest.
    private const int MostWindows = 100_000;

    private readonly Lock sync = new();
    private readonly Dictionary<string, Window> windows = new(StringComparer.Ordinal);

    public ValueTask<CounterValue> AddAsync(string kind, string key, TimeSpan window, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        var full = CacheKind.KeyOf(CacheKind.Checked(kind), key);
        lock (sync)
        {
            var now = time.GetUtcNow();
            var next = windows.TryGetValue(full, out var open) && open.Until > now
                ? open with { Count = open.Count + 1 }
                : new Window(1, now + window);
            Keep(full, next, now);
            return ValueTask.FromResult(new CounterValue(next.Count, next.Until - now));
        }
    }

    public ValueTask<CounterValue> ReadAsync(string kind, string key, CancellationToken ct)
    {
        var full = CacheKind.KeyOf(CacheKind.Checked(kind), key);
        lock (sync)
        {
            var now = time.GetUtcNow();
            return ValueTask.FromResult(windows.TryGetValue(full, out var open) && open.Until > now
                ? new CounterValue(open.Count, open.Until - now)
                : default);
        }
    }

    public ValueTask<CounterValue> IncreaseAsync(string kind, string key, long by, CancellationToken ct)
    {
        var full = CacheKind.KeyOf(CacheKind.Checked(kind), key);
        lock (sync)
        {
            var now = time.GetUtcNow();
            if (!windows.TryGetValue(full, out var open) || open.Until <= now)
            {
                return ValueTask.FromResult(default(CounterValue));
            }

            windows[full] = open with { Count = open.Count + by };
            return ValueTask.FromResult(new CounterValue(open.Count + by, open.Until - now));
        }
    }

    public ValueTask<bool> SetAsync(
        string kind, string key, long count, CounterValue seen, TimeSpan window, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        var full = CacheKind.KeyOf(CacheKind.Checked(kind), key);
        lock (sync)
        {
            var now = time.GetUtcNow();
            long? stands = windows.TryGetValue(full, out var open) && open.Until > now ? open.Count : null;
            if (stands != (seen.IsOpen ? seen.Count : null))
            {
                return ValueTask.FromResult(false);
            }

            Keep(full, new Window(count, now + window), now);
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask ResetAsync(string kind, string key, CancellationToken ct)
    {
        var full = CacheKind.KeyOf(CacheKind.Checked(kind), key);
        lock (sync)
        {
            windows.Remove(full);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>What all replicas together counted: from here this one goes on when it is alone.</summary>
    public void Observe(string kind, string key, CounterValue value)
    {
        var full = CacheKind.KeyOf(kind, key);
        lock (sync)
        {
            var now = time.GetUtcNow();
            Keep(full, new Window(value.Count, now + value.Remaining), now);
        }
    }

    private void Keep(string key, Window window, DateTimeOffset now)
    {
        windows[key] = window;
        if (windows.Count <= MostWindows)
        {
            return;
        }

        // A tenth at a time, so that it is not done for each window.
        foreach (var old in windows.OrderBy(entry => entry.Value.Until).Take(MostWindows / 10)
            .Concat(windows.Where(entry => entry.Value.Until <= now)).Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal))
        {
            windows.Remove(old);
        }
    }

    private sealed record Window(long Count, DateTimeOffset Until);
}
