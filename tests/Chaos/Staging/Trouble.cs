namespace WeChatPlatform.Chaos.Tests.Staging;

/// <summary>What a passage may do to what goes through it.</summary>
internal enum Mishap
{
    /// <summary>A frame or a request arrives twice.</summary>
    Repeated,

    /// <summary>A frame is overtaken by the one behind it.</summary>
    Overtaken,

    /// <summary>The answer to a request is lost on the way, after the request had its effect.</summary>
    AnswerLost,

    /// <summary>A request arrives once more, seconds later.</summary>
    Echoed,
}

/// <summary>
/// How a passage mistreats what goes through it. Each thing that goes through draws its lot, so what is repeated differs
/// from run to run; that anything is comes from the plan. Safe to use from any thread.
/// </summary>
internal sealed class Trouble(int seed)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private readonly Dictionary<Mishap, double> _shares = [];
    private readonly Dictionary<Mishap, int> _counts = [];

    /// <summary>How often what happened so far.</summary>
    public IReadOnlyDictionary<Mishap, int> Counts
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<Mishap, int>(_counts);
            }
        }
    }

    /// <summary>From now on the mishap befalls this share of everything, 0 to 1.</summary>
    public void Befall(Mishap mishap, double share)
    {
        lock (_gate)
        {
            _shares[mishap] = share;
        }
    }

    public bool Strikes(Mishap mishap)
    {
        lock (_gate)
        {
            var strikes = _shares.GetValueOrDefault(mishap) is > 0 and var share && _random.NextDouble() < share;
            _counts[mishap] = _counts.GetValueOrDefault(mishap) + (strikes ? 1 : 0);
            return strikes;
        }
    }

    public TimeSpan Moment(int atLeast, int below)
    {
        lock (_gate)
        {
            return TimeSpan.FromMilliseconds(_random.Next(atLeast, below));
        }
    }
}
