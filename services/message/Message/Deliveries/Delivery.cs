namespace WeChatPlatform.Message.Deliveries;

/// <summary>What became of one part of a decision, as the agent that typed it reports. Written once, but an unknown may be cleared up later.</summary>
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
}

internal static class DeliveryOutcome
{
    public const string Verified = "verified";
    public const string NotSent = "not_sent";
    public const string Unknown = "unknown";

    public static bool IsKnown(string? outcome) => outcome is Verified or NotSent or Unknown;
}
