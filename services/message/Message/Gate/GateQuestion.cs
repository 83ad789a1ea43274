namespace WeChatPlatform.Message.Gate;

/// <summary>What an agent asks before it goes on with a part.</summary>
/// <remarks>
/// <paramref name="Lease"/> is the number that the agent was welcomed with; absent for one that has none.
/// <paramref name="RecipientVerifiedAt"/> and <paramref name="TypedAt"/> are by the agent's clock.
/// </remarks>
internal sealed record GateQuestion(
    Guid DecisionId, int Part, string? Step, long? Lease, DateTimeOffset? RecipientVerifiedAt, DateTimeOffset? TypedAt)
{
    /// <summary>The WeChat client that would be typed into; absent: the one that the agent last named.</summary>
    public string? ClientVersion { get; init; }

    public bool IsUnderstood => Part >= 0 && Step is GateStep.Open or GateStep.Enter;
}

internal static class GateStep
{
    /// <summary>Before the window is touched. Grants nothing; saves typing in vain.</summary>
    public const string Open = "open";

    /// <summary>The text stands in the box of the verified chat. What is granted is one press of Enter.</summary>
    public const string Enter = "enter";
}

internal static class GateVerdict
{
    public const string Go = "go";

    /// <summary>Not now: what holds passes. The agent asks again.</summary>
    public const string Hold = "hold";

    /// <summary>Never: the decision is over for this part and those after it.</summary>
    public const string Refuse = "refuse";
}

/// <summary>What the gate says.</summary>
/// <remarks>
/// <paramref name="Reason"/> is the condition against it, absent with a go; <paramref name="AskAgainSeconds"/> comes with a
/// hold.
/// </remarks>
internal sealed record GateAnswer(
    Guid DecisionId, int Part, string Step, string Verdict, string? Reason = null, int? AskAgainSeconds = null);
