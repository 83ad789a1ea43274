namespace WeChatPlatform.Message.Deliveries;

/// <summary>
/// What became of one part of a decision, as the agent that typed it reports. Written once, but an unknown may be cleared up
/// later: by the agent that sees the text after all, or by a person, whose word stands.
/// </summary>
internal sealed class Delivery
{
    public required Guid DecisionId { get; init; }

    /// <summary>Counts from 0.</summary>
    public required int Part { get; init; }

    /// <summary>verified, not_sent or unknown.</summary>
    public required string Outcome { get; set; }

    /// <summary>A stable word of the agent; absent when verified.</summary>
    public string? Reason { get; set; }

    public required DateTimeOffset At { get; set; }

    public required DateTimeOffset ReportedAt { get; init; }

    /// <summary>What the agent read where its text was expected, when the outcome was unknown; at most <see cref="MostObserved"/> characters.</summary>
    public string? Observed { get; init; }

    /// <summary>The console user who settled an unknown.</summary>
    public string? SettledBy { get; set; }

    public DateTimeOffset? SettledAt { get; set; }

    public string? Note { get; set; }

    /// <summary>When an agent saw the text in the chat after a person had settled the part as not sent; absent as a rule.</summary>
    public DateTimeOffset? SeenLaterAt { get; set; }

    public const int MostObserved = 2000;
}

internal static class DeliveryOutcome
{
    public const string Verified = "verified";
    public const string NotSent = "not_sent";
    public const string Unknown = "unknown";

    public static bool IsKnown(string? outcome) => outcome is Verified or NotSent or Unknown;
}
