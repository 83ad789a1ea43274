using System.ComponentModel.DataAnnotations;

namespace WeChatPlatform.Message.Replies;

/// <summary>
/// What happens with messages that come late, after an outage: how old the newest of a turn was when it was stored. What is
/// older than both limits is kept and answered by nobody.
/// </summary>
public sealed class CatchUpPolicy
{
    /// <summary>Up to this age a turn is answered, in minutes.</summary>
    [Range(1, 10_080)]
    public int AnswerMinutes { get; set; } = 30;

    /// <summary>Up to this age a person is asked to look at it, and the customer is told nothing, in hours. 0 asks nobody.</summary>
    [Range(0, 8_760)]
    public int AskHours { get; set; } = 24;
}

internal enum Lateness
{
    Fresh,
    Stale,
    Forgotten,
}

internal static class CatchUp
{
    /// <summary>By the freshest message: whoever writes again after an outage is there and waits. Both limits are inclusive.</summary>
    public static Lateness Of(IReadOnlyList<BurstMessage> burst, CatchUpPolicy policy)
    {
        var age = burst.Count == 0 ? TimeSpan.Zero : burst.Min(message => message.Age);
        return age <= TimeSpan.FromMinutes(policy.AnswerMinutes) ? Lateness.Fresh
            : age <= TimeSpan.FromHours(policy.AskHours) ? Lateness.Stale
            : Lateness.Forgotten;
    }
}
