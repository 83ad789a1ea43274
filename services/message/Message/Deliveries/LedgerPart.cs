namespace WeChatPlatform.Message.Deliveries;

/// <summary>
/// How far one part of a decision came, step by step: what the agent told when it asked the gate and with its report, and
/// when the gate let it through. The agent's times are by its own clock.
/// </summary>
internal sealed class LedgerPart
{
    public required Guid DecisionId { get; init; }

    /// <summary>Counts from 0.</summary>
    public required int Part { get; init; }

    public DateTimeOffset? RecipientVerifiedAt { get; init; }

    public DateTimeOffset? TypedAt { get; init; }

    /// <summary>When the gate last let Enter be pressed; absent when it never did, so that nothing can have been sent.</summary>
    public DateTimeOffset? GrantedAt { get; init; }

    /// <summary>How often the gate let Enter be pressed: once for each attempt.</summary>
    public int Grants { get; init; }

    /// <summary>The lease of the last grant; absent for an agent without one.</summary>
    public long? Lease { get; init; }

    /// <summary>The WeChat client of the last grant; absent when the agent named none.</summary>
    public string? ClientVersion { get; init; }

    public DateTimeOffset? EnteredAt { get; init; }

    public DateTimeOffset? ReadBackAt { get; init; }
}

/// <summary>Why and when the gate did not let a part through; one row a reason, however often it was asked.</summary>
internal sealed class GateRefusal
{
    public required Guid DecisionId { get; init; }

    public required int Part { get; init; }

    /// <summary>open or enter.</summary>
    public required string Step { get; init; }

    public required string Reason { get; init; }

    /// <summary>hold or refuse.</summary>
    public required string Verdict { get; init; }

    public required DateTimeOffset FirstAt { get; init; }

    public required DateTimeOffset LastAt { get; init; }

    public required int Times { get; init; }
}
