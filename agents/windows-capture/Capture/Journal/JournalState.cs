using System.Collections.Immutable;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Sending;

namespace WeChatPlatform.Capture.Journal;

/// <summary>
/// All that the agent must not forget: what it has seen of every chat, what waits for the server, and what became of
/// every decision. One document, so that a message enters the queue in the very write that moves the chat's tail past it.
/// </summary>
/// <remarks>
/// <paramref name="LedgerId"/> is new with every new journal: the server learns from it that older decisions are beyond
/// this agent's knowledge. <paramref name="Reports"/> are outcomes that the server has not acknowledged.
/// <paramref name="Gaps"/> counts messages that were dropped and places where the rows did not join up.
/// </remarks>
internal sealed record JournalState(
    string LedgerId,
    ImmutableDictionary<string, KnownChat> Chats,
    ImmutableList<QueuedMessage> Queue,
    ImmutableList<RefusedMessage> SetAside,
    ImmutableList<LedgerDecision> Ledger,
    ImmutableList<DeliveryReport> Reports,
    ImmutableList<Doubt> Doubts,
    ImmutableList<DoneDecision> Done,
    long Gaps)
{
    /// <summary>Gaps that the server has not acknowledged, oldest first.</summary>
    public ImmutableList<CaptureGap> OpenGaps { get; init; } = [];

    public static JournalState Empty(string ledgerId) => new(
        ledgerId, ImmutableDictionary<string, KnownChat>.Empty, [], [], [], [], [], [], 0);
}

/// <summary>What is known of one chat.</summary>
/// <remarks>
/// <paramref name="Preview"/> is the list's preview when the chat was last read or, before that, first seen.
/// <paramref name="Rows"/> is the known tail; absent until the chat was read for the first time or seen to be empty.
/// <paramref name="Waiting"/> is set before a chat is opened for the first time, because opening takes its badge away.
/// </remarks>
internal sealed record KnownChat(
    string Name, bool IsGroup, string Preview, ImmutableList<MessageRow>? Rows, UnreadBadge? Waiting)
{
    public ChatKey Key() => new(Name, IsGroup);
}

/// <summary>A badge and the preview that stood beside it.</summary>
internal sealed record UnreadBadge(int Count, string Preview);

/// <summary>A captured message on its way to the server. <paramref name="Id"/> is given once.</summary>
internal sealed record QueuedMessage(
    string Id,
    string ChatId,
    string ChatName,
    string Sender,
    string Content,
    DateTimeOffset Timestamp,
    bool IsGroup,
    bool IsAtMe,
    string Side,
    string? Traceparent)
{
    /// <summary>text, quote, image, voice, video, file, link, system, recall, sticker, card or other.</summary>
    public string Kind { get; init; } = "text";

    /// <summary>What told the side: tree, bubble_colour, ledger or none.</summary>
    public string SideSource { get; init; } = "tree";

    /// <summary>How sure the side is, 0 to 1.</summary>
    public double SideConfidence { get; init; } = 1;

    /// <summary>How sure the sender's name is, 0 to 1.</summary>
    public double SenderConfidence { get; init; } = 1;

    /// <summary>The text that a quote answers.</summary>
    public string? Quoted { get; init; }

    /// <summary>The file name of an image or file whose bytes lie in <see cref="AttachmentStore"/> under the message's id.</summary>
    public string? AttachmentName { get; init; }
}

/// <summary>Messages that were there and were not captured, or captured and dropped.</summary>
/// <remarks>
/// <paramref name="Reason"/> is badge_mismatch, tail_lost or queue_full. <paramref name="Missing"/> is how many messages at
/// least; 0 when nobody can tell.
/// </remarks>
internal sealed record CaptureGap(
    string GapId, string ChatId, string ChatName, bool IsGroup, string Reason, int Missing, DateTimeOffset At);

/// <summary>A message that the server will never take, and why.</summary>
internal sealed record RefusedMessage(QueuedMessage Message, int Status, string Reason, DateTimeOffset At);
