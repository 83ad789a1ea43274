using System.Collections.Concurrent;
using System.Threading.Channels;

namespace WeChatPlatform.Messaging.Outbox;

/// <summary>
/// How a commit wakes the relay of its own process: one bounded channel a lane, where one pending signal is as good as
/// many. No NOTIFY: it takes a cluster-wide lock through the flush of every commit.
/// </summary>
internal sealed class OutboxSignals(TimeProvider time)
{
    private readonly ConcurrentDictionary<Type, Channel<byte>[]> lanes = new();

    public ChannelReader<byte> Reader(Type contextType, int lane) => Lanes(contextType)[lane].Reader;

    /// <summary>Wakes a lane now, or at the time its row is due.</summary>
    public void Wake(Type contextType, int lane, DateTimeOffset due)
    {
        var wait = due - time.GetUtcNow();
        if (wait <= TimeSpan.Zero)
        {
            Lanes(contextType)[lane].Writer.TryWrite(0);
            return;
        }

        if (wait < TimeSpan.FromHours(1))
        {
            _ = WakeLaterAsync(Lanes(contextType)[lane].Writer, wait);
        }
    }

    private async Task WakeLaterAsync(ChannelWriter<byte> lane, TimeSpan wait)
    {
        // A millisecond more than the row needs, so that the clock of the query is past it. A lost timer is no loss:
        // the sweep finds the row.
        await Task.Delay(wait + TimeSpan.FromMilliseconds(1), time, CancellationToken.None);
        lane.TryWrite(0);
    }

    private Channel<byte>[] Lanes(Type contextType) => lanes.GetOrAdd(contextType, static _ =>
        [.. Enumerable.Range(0, OutboxRow.Lanes).Select(static _ => Channel.CreateBounded<byte>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }))]);
}
