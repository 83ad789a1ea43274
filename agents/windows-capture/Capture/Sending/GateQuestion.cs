namespace WeChatPlatform.Capture.Sending;

/// <summary>What the server is asked before a part is begun, and again before Enter.</summary>
internal enum GateStep
{
    /// <summary>Before the window is touched. Grants nothing; saves typing in vain.</summary>
    Open,

    /// <summary>The text stands in the box of the verified chat. Its "go" allows one press of Enter.</summary>
    Enter,
}

/// <remarks>
/// The times are absent for <see cref="GateStep.Open"/>. <paramref name="HeldBy"/> says what the part waits for on this PC; absent
/// when it would go.
/// </remarks>
internal sealed record GateQuestion(
    string DecisionId,
    int Part,
    GateStep Step,
    DateTimeOffset? RecipientVerifiedAt = null,
    DateTimeOffset? TypedAt = null,
    string? HeldBy = null);

internal enum GateVerdict
{
    Go,

    /// <summary>Not now: conditions of the whole account, which pass.</summary>
    Hold,

    /// <summary>Never: this decision is over.</summary>
    Refuse,
}

internal sealed record GateAnswer(GateVerdict Verdict, string? Reason, TimeSpan AskAgain)
{
    public static GateAnswer Go { get; } = new(GateVerdict.Go, null, TimeSpan.Zero);

    public static GateAnswer Hold(string reason, TimeSpan askAgain) => new(GateVerdict.Hold, reason, askAgain);

    public static GateAnswer Refuse(string reason) => new(GateVerdict.Refuse, reason, TimeSpan.Zero);
}
