namespace WeChatPlatform.Chaos.Tests.Staging;

/// <summary>
/// How a passage mistreats what goes through it. Each thing that goes through draws its lot, so that what is repeated
/// differs from run to run; that anything is, comes from the plan.
/// </summary>
internal sealed class Trouble(int seed)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);

    /// <summary>Which share of the frames and requests arrives twice.</summary>
    public double Repeats { get; set; }

    /// <summary>Which share of the frames is overtaken by the one behind it.</summary>
    public double Overtakes { get; set; }

    /// <summary>Which share of the answers to requests is lost on the way, after the request had its effect.</summary>
    public double LosesAnswers { get; set; }

    /// <summary>Which share of the requests arrives once more, seconds later.</summary>
    public double Echoes { get; set; }

    public void End() => Repeats = Overtakes = LosesAnswers = Echoes = 0;

    public bool Strikes(double share)
    {
        if (share <= 0)
        {
            return false;
        }

        lock (_gate)
        {
            return _random.NextDouble() < share;
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
