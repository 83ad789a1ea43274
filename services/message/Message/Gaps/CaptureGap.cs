namespace WeChatPlatform.Message.Gaps;

/// <summary>
/// Messages that an agent knows to be missing: they were in the window and not captured, or captured and dropped. Stored once
/// by (agent, the agent's id for it); open until a person settles it.
/// </summary>
internal sealed class CaptureGap
{
    public required Guid Id { get; init; }

    public required string AgentId { get; init; }

    public required string AgentGapId { get; init; }

    public required string ChatId { get; init; }

    public required string ChatName { get; init; }

    public required bool IsGroup { get; init; }

    /// <summary>badge_mismatch, tail_lost, queue_full or other.</summary>
    public required string Reason { get; init; }

    /// <summary>How many messages are missing at least; 0 when nobody can tell.</summary>
    public required int Missing { get; init; }

    /// <summary>When the agent found it; by its clock, but never later than <see cref="ReportedAt"/>.</summary>
    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset ReportedAt { get; init; }

    /// <summary>The conversation in which a person was asked for; absent when the chat had none.</summary>
    public Guid? ConversationId { get; init; }

    public DateTimeOffset? SettledAt { get; set; }

    /// <summary>The console user who settled it.</summary>
    public string? SettledBy { get; set; }

    public string? Note { get; set; }
}
