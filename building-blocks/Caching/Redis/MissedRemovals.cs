using System.Collections.Concurrent;

namespace WeChatPlatform.Caching;

/// <summary>Keys that were removed and whose removal Redis has not confirmed.</summary>
internal sealed class MissedRemovals
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, byte> keys = new(StringComparer.Ordinal);
    private int overflown;

    public bool IsEmpty => keys.IsEmpty && Volatile.Read(ref overflown) == 0;

    public void Add(string key)
    {
        if (keys.Count >= Most)
        {
            EverythingMissed();
            return;
        }

        keys[key] = 0;
    }

    public void Done(string key) => keys.TryRemove(key, out _);

    /// <summary>The keys to remove; Everything when they were too many to remember.</summary>
    public (IReadOnlyCollection<string> Keys, bool Everything) Snapshot() => ([.. keys.Keys], Volatile.Read(ref overflown) == 1);

    public void EverythingMissed() => Volatile.Write(ref overflown, 1);

    public void EverythingDone() => Volatile.Write(ref overflown, 0);
}
