using System.Collections.Immutable;
using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Sending;

/// <summary>How far a part has come. Each step is on the disk before the act that follows it.</summary>
internal enum SendStep
{
    /// <summary>Nothing was done. The window may be opened and read.</summary>
    Received,

    /// <summary>The chat is open and it is the right one. The text may be put into the input box.</summary>
    RecipientVerified,

    /// <summary>The input box holds the text.</summary>
    Typed,

    /// <summary>Enter may be pressed, or was.</summary>
    Entering,

    Settled,
}

internal enum SendOutcome
{
    /// <summary>The own row was read back.</summary>
    Verified,

    /// <summary>Certainly not sent.</summary>
    NotSent,

    /// <summary>Nobody can tell; never tried again.</summary>
    Unknown,
}

/// <summary>One text of a decision.</summary>
/// <remarks>
/// <paramref name="Entered"/>: Enter may have been pressed in this attempt or an earlier one, so a new own row with this
/// text belongs to it. <paramref name="RowSeen"/>: such a row was read.
/// </remarks>
internal sealed record LedgerPart(
    string Text,
    SendStep Step = SendStep.Received,
    int Attempt = 1,
    bool Entered = false,
    bool RowSeen = false,
    SendOutcome? Outcome = null);

/// <summary>A decision in work.</summary>
internal sealed record LedgerDecision(
    string DecisionId,
    string ChatId,
    string ChatName,
    bool IsGroup,
    ImmutableList<LedgerPart> Parts,
    DateTimeOffset ReceivedAt,
    string? Traceparent)
{
    public ChatKey Key() => new(ChatName, IsGroup);
}

/// <summary>An outcome that the server has not acknowledged yet.</summary>
internal sealed record DeliveryReport(
    string DecisionId, int Part, SendOutcome Outcome, string? Reason, DateTimeOffset At, string? Traceparent);

/// <summary>A part of unknown outcome: when its row appears after all, it is ours and not a person's.</summary>
internal sealed record Doubt(string DecisionId, int Part, string ChatId, string Text, string? Traceparent);

/// <summary>A finished decision, to recognise its repetition by.</summary>
internal sealed record DoneDecision(string DecisionId, ImmutableList<SendOutcome> Outcomes);
