namespace WeChatPlatform.Caching;

/// <summary>Locks of one process: all there is in memory, and what goes on while Redis is away.</summary>
internal sealed class MemoryLocks(TimeProvider time) : ILocks
{
    private readonly Lock sync = new();
    private readonly Dictionary<string, Held> locks = new(StringComparer.Ordinal);

    public ValueTask<IAsyncDisposable?> TryTakeAsync(string kind, string key, TimeSpan expiry, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(expiry, TimeSpan.Zero);
        var full = CacheKind.KeyOf(CacheKind.Checked(kind), key);
        lock (sync)
        {
            var now = time.GetUtcNow();
            if (locks.TryGetValue(full, out var other) && other.Until > now)
            {
                return ValueTask.FromResult<IAsyncDisposable?>(null);
            }

            var held = new Held(this, full, now + expiry);
            locks[full] = held;
            return ValueTask.FromResult<IAsyncDisposable?>(held);
        }
    }

    private void Release(Held held)
    {
        lock (sync)
        {
            // Somebody else's by now, when its time was over.
            if (locks.TryGetValue(held.Key, out var current) && current == held)
            {
                locks.Remove(held.Key);
            }
        }
    }

    private sealed class Held(MemoryLocks owner, string key, DateTimeOffset until) : IAsyncDisposable
    {
        public string Key { get; } = key;

        public DateTimeOffset Until { get; } = until;

        public ValueTask DisposeAsync()
        {
            owner.Release(this);
            return ValueTask.CompletedTask;
        }
    }
}
