namespace WeChatPlatform.Message.Replies;

/// <summary>What was decided for a turn, or for a message that is not answered, and how far its delivery is.</summary>
internal sealed class Decision
{
    public required Guid Id { get; init; }

    /// <summary>Order of decisions; an agent types them in this order.</summary>
    public long Number { get; init; }

    public required Guid? TurnId { get; init; }

    public required Guid ConversationId { get; init; }

    public required string AgentId { get; init; }

    public required string ChatId { get; init; }

    public required string ChatName { get; init; }

    public required bool IsGroup { get; init; }

    public required string Action { get; init; }

    /// <summary>The text in the pieces that are typed one after the other; empty when nothing is said.</summary>
    public required IReadOnlyList<string> Parts { get; init; }

    public required double Confidence { get; init; }

    public required string Reason { get; init; }

    public required IReadOnlyList<string> EvidenceIds { get; init; }

    public required IReadOnlyList<Guid> MessageIds { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    public string? TraceParent { get; init; }

    /// <summary>none (nothing to type), waiting, claimed, superseded, or settled: every part has its outcome.</summary>
    public required string DeliveryState { get; set; }

    /// <summary>
    /// The agent's ledger that has it, or <see cref="HttpClaim"/>. Set once, but taken back when the ledger is lost and
    /// nothing can have been sent.
    /// </summary>
    public string? ClaimedBy { get; set; }

    public DateTimeOffset? ClaimedAt { get; set; }

    /// <summary>
    /// The lease under which the ledger has it. Absent for a claim by HTTP or by an agent without one, which may have typed
    /// without asking: such a claim counts as gone out.
    /// </summary>
    public long? ClaimedLease { get; set; }

    /// <summary>When the gate first let a part of it through, or an agent first reported one. From then on it is not superseded.</summary>
    public DateTimeOffset? CommittedAt { get; set; }

    /// <summary>The gate lets nothing of it through from then on; absent in what was decided before there was a gate.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The turn that answers its messages instead; follows a chain of supersedings to its end.</summary>
    public Guid? SupersededByTurnId { get; set; }

    public DateTimeOffset? SupersededAt { get; set; }

    /// <summary>The version of the table of greetings that an agent made it by; absent for a decision that was made here.</summary>
    public long? GreetingVersion { get; init; }

    /// <summary>The account's setting when its message came, of a decision that an agent made: its message may need a turn yet.</summary>
    public string? Autonomy { get; init; }

    /// <summary>Until then only the waiting request may take it, not the socket.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    public const string HttpClaim = "http";

    /// <summary>An agent made it by itself, and may have sent it without asking.</summary>
    public bool IsMadeByAgent => GreetingVersion is not null;

    /// <summary>
    /// Whether it may be ended for its age: nobody was let through with it. Who took it by HTTP or without a lease may have
    /// typed it without asking.
    /// </summary>
    public bool MayExpire(DateTimeOffset now) =>
        ExpiresAt <= now && CommittedAt is null
        && (DeliveryState == Replies.DeliveryState.Waiting
            || (DeliveryState == Replies.DeliveryState.Claimed && (ClaimedLease is not null || IsMadeByAgent)));
}

internal static class DecisionAction
{
    public const string Reply = "reply";
    public const string Clarify = "clarify";
    public const string Handoff = "handoff";
    public const string Draft = "draft";
    public const string Ignore = "ignore";
}

internal static class DeliveryState
{
    public const string None = "none";
    public const string Waiting = "waiting";
    public const string Claimed = "claimed";

    /// <summary>The customer wrote on before anything was sent: another decision answers its messages too.</summary>
    public const string Superseded = "superseded";
    public const string Settled = "settled";
}

/// <summary>How much an account's machine may do by itself.</summary>
internal static class Autonomy
{
    public const string Off = "off";
    public const string Shadow = "shadow";
    public const string Draft = "draft";
    public const string Auto = "auto";
}
