using System.Collections.Immutable;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Greetings;

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

    /// <summary>Enter will not be pressed now; the text is being taken out of the input box.</summary>
    Withdrawing,
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

/// <summary>When the steps of a part were reached, by the PC's clock. Those of the last attempt; absent: never reached.</summary>
internal sealed record SendTimes(
    DateTimeOffset? RecipientVerifiedAt = null,
    DateTimeOffset? TypedAt = null,
    DateTimeOffset? EnteredAt = null,
    DateTimeOffset? ReadBackAt = null);

/// <summary>One text of a decision.</summary>
/// <remarks>
/// <paramref name="Entered"/>: Enter may have been pressed in this attempt or an earlier one, by this agent or by a person
/// who found the text in the box, so a new own row with this text belongs to it. <paramref name="RowSeen"/>: such a row
/// was read.
/// </remarks>
internal sealed record LedgerPart(
    string Text,
    SendStep Step = SendStep.Received,
    int Attempt = 1,
    bool Entered = false,
    bool RowSeen = false,
    SendOutcome? Outcome = null,
    SendTimes? Times = null);

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
    /// <summary>It was made here, of the server's table of greetings; absent for one that the server made.</summary>
    public EdgeAnswer? Edge { get; init; }

    public ChatKey Key() => new(ChatName, IsGroup);
}

/// <summary>An outcome that the server has not acknowledged yet.</summary>
/// <remarks>
/// <paramref name="Observed"/> is what was read where the own row was expected; absent unless the outcome is unknown and
/// the chat could be read.
/// </remarks>
internal sealed record DeliveryReport(
    string DecisionId,
    int Part,
    SendOutcome Outcome,
    string? Reason,
    DateTimeOffset At,
    string? Traceparent,
    string? Observed = null,
    SendTimes? Times = null);

/// <summary>A part of unknown outcome: when its row appears after all, it is ours and not a person's.</summary>
internal sealed record Doubt(
    string DecisionId, int Part, string ChatId, string Text, string? Traceparent, SendTimes? Times = null);

/// <summary>A finished decision, to recognise its repetition by.</summary>
internal sealed record DoneDecision(string DecisionId, ImmutableList<SendOutcome> Outcomes);
