using System.Diagnostics.CodeAnalysis;

namespace WeChatPlatform.Caching;

/// <summary>
/// The values that this process keeps, bounded by number and by size: the one that was asked for longest ago goes first.
/// Safe from any thread.
/// </summary>
internal sealed class LocalEntries(int mostEntries, long mostBytes, TimeProvider time)
{
    private readonly Lock sync = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> order = new();
    private readonly Dictionary<string, DateTimeOffset> changing = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, DateTimeOffset Until)> changes = new();
    private DateTimeOffset everythingChangesUntil = DateTimeOffset.MinValue;
    private long bytes;
    private long generation;

    /// <summary>Counts up when everything is forgotten: what was asked for before that is not kept after it.</summary>
    public long Generation => Interlocked.Read(ref generation);

    public (int Entries, long Bytes) Size
    {
        get
        {
            lock (sync)
            {
                return (entries.Count, bytes);
            }
        }
    }

    /// <summary>Whether the key was removed less than <see cref="CacheKind.ChangeTime"/> ago.</summary>
    public bool IsChanging(string key)
    {
        lock (sync)
        {
            return Changes(key, time.GetUtcNow());
        }
    }

    public bool TryGet(string key, [NotNullWhen(true)] out object? value)
    {
        lock (sync)
        {
            value = null;
            if (!entries.TryGetValue(key, out var node))
            {
                return false;
            }

            if (node.Value.Until <= time.GetUtcNow())
            {
                Drop(node);
                return false;
            }

            order.Remove(node);
            order.AddLast(node);
            value = node.Value.Value;
            return true;
        }
    }

    /// <summary>Keeps a value that was asked for in the given generation, unless its key changes meanwhile.</summary>
    public void Put(string key, object value, int size, TimeSpan timeToLive, long asked)
    {
        lock (sync)
        {
            var now = time.GetUtcNow();
            if (asked != generation || size > mostBytes || Changes(key, now))
            {
                return;
            }

            if (entries.TryGetValue(key, out var old))
            {
                Drop(old);
            }

            entries[key] = order.AddLast(new Entry(key, value, size, now + timeToLive));
            bytes += size;
            while (entries.Count > mostEntries || bytes > mostBytes)
            {
                Drop(order.First!);
            }
        }
    }

    public void Remove(string key)
    {
        lock (sync)
        {
            if (entries.TryGetValue(key, out var node))
            {
                Drop(node);
            }

            var now = time.GetUtcNow();
            while (changes.TryPeek(out var oldest) && oldest.Until <= now)
            {
                changes.Dequeue();
                if (changing.TryGetValue(oldest.Key, out var until) && until == oldest.Until)
                {
                    changing.Remove(oldest.Key);
                }
            }

            if (changes.Count >= mostEntries)
            {
                // More changes than there is room for: nothing is kept for a while, which is right for each of them.
                everythingChangesUntil = now + CacheKind.ChangeTime;
                return;
            }

            changing[key] = now + CacheKind.ChangeTime;
            changes.Enqueue((key, now + CacheKind.ChangeTime));
        }
    }

    public void Clear()
    {
        lock (sync)
        {
            generation++;
            entries.Clear();
            order.Clear();
            bytes = 0;
        }
    }

    private bool Changes(string key, DateTimeOffset now) =>
        everythingChangesUntil > now || (changing.TryGetValue(key, out var until) && until > now);

    private void Drop(LinkedListNode<Entry> node)
    {
        order.Remove(node);
        entries.Remove(node.Value.Key);
        bytes -= node.Value.Size;
    }

    private sealed record Entry(string Key, object Value, int Size, DateTimeOffset Until);
}
