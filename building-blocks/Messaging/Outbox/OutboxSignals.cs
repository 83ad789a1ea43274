using System.Collections.Concurrent;
using System.Numerics;
using System.Threading.Channels;

namespace WeChatPlatform.Messaging.Outbox;

/// <summary>
/// How a commit wakes the relay of its own process. No NOTIFY: it takes a cluster-wide lock through the flush of every
/// commit.
/// </summary>
internal sealed class OutboxSignals(TimeProvider time)
{
    private readonly ConcurrentDictionary<Type, LaneSignals> databases = new();

    public LaneSignals For(Type contextType) => databases.GetOrAdd(contextType, static _ => new LaneSignals());

    /// <summary>Wakes a lane now, or at the time its row is due.</summary>
    public void Wake(Type contextType, int lane, DateTimeOffset due)
    {
        if (due <= OutboxRow.AtOnce || due - time.GetUtcNow() is var wait && wait <= TimeSpan.Zero)
        {
            For(contextType).Wake(lane);
        }
        else if (wait < TimeSpan.FromHours(1))
        {
            _ = WakeLaterAsync(For(contextType), lane, wait);
        }
    }

    private async Task WakeLaterAsync(LaneSignals lanes, int lane, TimeSpan wait)
    {
        // A millisecond more than the row needs, so that the clock of the query is past it. A lost timer is no loss:
        // the sweep finds the row.
        await Task.Delay(wait + TimeSpan.FromMilliseconds(1), time, CancellationToken.None);
        lanes.Wake(lane);
    }
}

/// <summary>Which lanes of one database have news: one pending signal a lane is as good as many. One reader.</summary>
internal sealed class LaneSignals
{
    private readonly Channel<byte> bell = Channel.CreateBounded<byte>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private int pending;

    public void Wake(int lane)
    {
        Interlocked.Or(ref pending, 1 << lane);
        Ring();
    }

    public void WakeAll()
    {
        Interlocked.Or(ref pending, (1 << OutboxRow.Lanes) - 1);
        Ring();
    }

    /// <summary>Ends the reader's wait without naming a lane.</summary>
    public void Ring() => bell.Writer.TryWrite(0);

    /// <summary>Waits for news. What came before the call counts.</summary>
    public async ValueTask WaitAsync(CancellationToken ct)
    {
        await bell.Reader.WaitToReadAsync(ct);
        bell.Reader.TryRead(out _);
    }

    /// <summary>The lanes that were woken since the last call.</summary>
    public IEnumerable<int> Take()
    {
        for (var lanes = (uint)Interlocked.Exchange(ref pending, 0); lanes != 0; lanes &= lanes - 1)
        {
            yield return BitOperations.TrailingZeroCount(lanes);
        }
    }
}
