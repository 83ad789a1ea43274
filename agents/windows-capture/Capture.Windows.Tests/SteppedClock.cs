namespace WeChatPlatform.Capture.Windows.Tests;

/// <summary>A clock on which short waits pass at once, and long ones, which guard against a hang, when the test says so.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly List<Guard> _guards = [];
    private DateTimeOffset _now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public void Advance(TimeSpan by)
    {
        lock (_lock)
        {
            _now += by;
        }
    }

    /// <summary>Every long wait that is under way ends.</summary>
    public void EndLongWaits()
    {
        List<Guard> guards;
        lock (_lock)
        {
            guards = [.. _guards];
            _guards.Clear();
        }

        guards.ForEach(guard => guard.Callback(guard.State));
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var guard = new Guard(this, callback, state);
        if (dueTime == Timeout.InfiniteTimeSpan)
        {
            return guard;
        }

        if (dueTime > Short)
        {
            lock (_lock)
            {
                _guards.Add(guard);
            }
        }
        else
        {
            Advance(dueTime);
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }

        return guard;
    }

    private sealed record Guard(SteppedClock Clock, TimerCallback Callback, object? State) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => End();

        public ValueTask DisposeAsync()
        {
            End();
            return ValueTask.CompletedTask;
        }

        private void End()
        {
            lock (Clock._lock)
            {
                Clock._guards.Remove(this);
            }
        }
    }
}
