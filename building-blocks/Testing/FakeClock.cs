namespace WeChatPlatform.Testing;

/// <summary>
/// A clock that stands still until a test advances it. Timers fire inside Advance, in the order of their due times, each
/// seeing the time it was due at; a timer set while another fires is fired too when it falls due. Safe to use from any
/// thread: the lock is never held while a callback runs.
/// </summary>
public sealed class FakeClock : TimeProvider
{
    /// <summary>A Monday at nine in the morning in Shanghai.</summary>
    public static readonly DateTimeOffset DefaultStart = new(2026, 1, 5, 1, 0, 0, TimeSpan.Zero);

    private readonly Lock sync = new();
    private readonly List<FakeTimer> timers = [];
    private readonly DateTimeOffset start;
    private DateTimeOffset now;

    // Where the calls to Advance add up to; the time walks there from timer to timer.
    private DateTimeOffset goal;

    public FakeClock(DateTimeOffset? start = null)
    {
        this.start = (start ?? DefaultStart).ToUniversalTime();
        now = this.start;
        goal = this.start;
    }

    /// <summary>UTC, whatever the machine is set to.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Timers that will fire some day. A test waits for it before it advances past a delay in another thread.</summary>
    public int PendingTimers
    {
        get
        {
            lock (sync)
            {
                return timers.Count;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (sync)
        {
            return now;
        }
    }

    public override long GetTimestamp() => (GetUtcNow() - start).Ticks;

    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (sync)
        {
            goal += by;
        }

        while (NextDue() is { } due)
        {
            due.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    // Moves the time to the next timer, or to the goal when none is due before it.
    private FakeTimer? NextDue()
    {
        lock (sync)
        {
            var next = timers.MinBy(timer => timer.Due);
            if (next is null || next.Due > goal)
            {
                now = goal;
                return null;
            }

            now = next.Due;
            if (next.Period > TimeSpan.Zero)
            {
                next.Due += next.Period;
            }
            else
            {
                timers.Remove(next);
            }

            return next;
        }
    }

    private sealed class FakeTimer(FakeClock clock, TimerCallback callback, object? state) : ITimer
    {
        private bool disposed;

        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.sync)
            {
                if (disposed)
                {
                    return false;
                }

                clock.timers.Remove(this);
                Period = period;
                var first = dueTime == TimeSpan.Zero ? period : dueTime;
                if (first > TimeSpan.Zero)
                {
                    Due = clock.now + first;
                    clock.timers.Add(this);
                }
            }

            // As with the real clock, what is due at once does not wait for the time to move.
            if (dueTime == TimeSpan.Zero)
            {
                Fire();
            }

            return true;
        }

        public void Dispose() => Stop();

        public ValueTask DisposeAsync()
        {
            Stop();
            return ValueTask.CompletedTask;
        }

        private void Stop()
        {
            lock (clock.sync)
            {
                disposed = true;
                clock.timers.Remove(this);
            }
        }
    }
}
