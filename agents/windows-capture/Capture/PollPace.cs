namespace WeChatPlatform.Capture;

/// <summary>
/// How long to rest between two looks at the window: shortly while messages come and go, longer the longer nothing
/// happens, and longer still while the process takes more of a processor than it may. Concurrency: the desktop's loop alone.
/// </summary>
internal sealed class PollPace
{
    private const double Growth = 1.25;
    private const double Percent = 100;

    private static readonly TimeSpan QuietAfter = TimeSpan.FromMinutes(2);

    // However dear a look is: a customer who waits longer than this takes the agent for dead.
    private static readonly TimeSpan LongestForBudget = TimeSpan.FromSeconds(15);

    private readonly Func<TimeSpan> _processorTime;
    private readonly TimeProvider _time;
    private readonly TimeSpan _active;
    private readonly TimeSpan _idle;
    private readonly TimeSpan _quiet;
    private readonly double _budget;
    private TimeSpan _pause;
    private TimeSpan _spentBefore;
    private long _busyAt;

    /// <param name="options">What is absent there depends on the window.</param>
    /// <param name="isReal">A real window: looking at it costs its process as well, and people use it.</param>
    /// <param name="processorTime">Processor time of this process since its start.</param>
    /// <param name="time">Tells how long nothing happened.</param>
    public PollPace(PollOptions options, bool isReal, Func<TimeSpan> processorTime, TimeProvider time)
    {
        (_processorTime, _time) = (processorTime, time);
        _active = Milliseconds(options.ActiveMilliseconds ?? (isReal ? 700 : 300));
        _idle = Longer(_active, Milliseconds(options.IdleMilliseconds ?? (isReal ? 2_000 : 600)));
        _quiet = Longer(_idle, Milliseconds(options.QuietMilliseconds ?? (isReal ? 5_000 : 0)));
        _budget = (options.CpuPercent ?? (isReal ? 5 : 0)) / Percent;
        _pause = _active;
        _spentBefore = processorTime();
        _busyAt = time.GetTimestamp();
    }

    /// <summary>The pause after a round.</summary>
    /// <param name="busy">Something happened in it.</param>
    public TimeSpan After(bool busy)
    {
        var spent = _processorTime();
        var used = spent - _spentBefore;
        _spentBefore = spent;
        if (busy)
        {
            _busyAt = _time.GetTimestamp();
            return _pause = _active;
        }

        var longest = _time.GetElapsedTime(_busyAt) < QuietAfter ? _idle : _quiet;
        _pause = Shorter(longest, _pause * Growth);
        return _budget <= 0 ? _pause : Longer(_pause, Shorter(LongestForBudget, used / _budget));
    }

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
