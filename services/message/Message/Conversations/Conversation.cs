namespace WeChatPlatform.Message.Conversations;

/// <summary>
/// What one contact and one account say to each other; in a group, what one member and the account say. Its row lock owns
/// the order of its messages and turns: whoever numbers, opens or closes holds it.
/// </summary>
internal sealed class Conversation
{
    /// <summary>The speaker of what somebody in a group wrote whose name is not sure. Nobody is addressed by it.</summary>
    public const string UnknownSpeaker = "unknown";

    public required Guid Id { get; init; }

    public required string AgentId { get; init; }

    public required string ChatId { get; init; }

    /// <summary>The member's name in a group, or <see cref="UnknownSpeaker"/>; empty in a private chat.</summary>
    public required string Speaker { get; init; }

    public required string ChatName { get; set; }

    public required bool IsGroup { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Number of the newest message; the first one is 1.</summary>
    public long LastSequence { get; set; }

    /// <summary>When the newest message that belongs to a turn was stored.</summary>
    public DateTimeOffset? LastInboundAt { get; set; }

    /// <summary>The turn that is being answered; one at a time.</summary>
    public Guid? OpenTurnId { get; set; }

    /// <summary>
    /// The turn that a new message joins: the open one while its merge window lasts, later the one queued behind it.
    /// Absent when the next message starts a turn.
    /// </summary>
    public Guid? AcceptingTurnId { get; set; }

    /// <summary>Since when the machine keeps silent because a person speaks; absent when nobody paused it, or ended the pause.</summary>
    public DateTimeOffset? PausedAt { get; set; }

    /// <summary>When the pause ends by itself; absent in a pause that lasts until somebody ends it.</summary>
    public DateTimeOffset? PausedUntil { get; set; }

    public string? PauseReason { get; set; }

    /// <summary>person (somebody typed in the chat: all its conversations are paused) or api (this one is).</summary>
    public string? PausedBy { get; set; }

    /// <summary>Number of the newest message that a closing has told of; 0 before the first one.</summary>
    public long ClosedSequence { get; set; }

    /// <summary>When it closes if nothing more is said; absent while nothing was said since it closed.</summary>
    public DateTimeOffset? CloseDueAt { get; set; }

    public bool IsPaused(DateTimeOffset now) => PausedAt is not null && (PausedUntil is not { } until || until > now);
}
