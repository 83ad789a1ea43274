using System.Collections.Immutable;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Greetings;
using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Capture.Sending.Pacing;

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
    /// <summary>The newest form of a journal that this agent understands.</summary>
    internal const int NewestFormat = 2;

    /// <summary>The form it was written in. A newer one may hold what must not be lost by writing it back.</summary>
    public int Format { get; init; }

    /// <summary>On the disk: how many of the changes behind it this state needs to be whole. In memory 0.</summary>
    public int Pieces { get; init; }

    /// <summary>Gaps that the server has not acknowledged, oldest first.</summary>
    public ImmutableList<CaptureGap> OpenGaps { get; init; } = [];

    /// <summary>Attachments whose message the server has and whose bytes it has not, oldest first.</summary>
    public ImmutableList<PendingAttachment> Attachments { get; init; } = [];

    /// <summary>The last process on this journal that had a lease. While another one has the data folder, it is dead.</summary>
    public string? InstanceId { get; init; }

    /// <summary>
    /// When all chats were looked at and nothing was left, to the minute: what is found after a pause is not older. Absent
    /// before the first time.
    /// </summary>
    public DateTimeOffset? LookedAt { get; init; }

    /// <summary>What was sent in the last day, or may have been, oldest first: the pace counts it.</summary>
    public ImmutableList<SentText> Sent { get; init; } = [];

    /// <summary>When the account's first text was sent that this journal knows of; its warm-up counts from there.</summary>
    public DateTimeOffset? FirstSentAt { get; init; }

    /// <summary>The server's table of greetings; absent when it never sent one.</summary>
    public GreetingTable? Greetings { get; init; }

    public static JournalState Empty(string ledgerId) => new(
        ledgerId, ImmutableDictionary<string, KnownChat>.Empty, [], [], [], [], [], [], 0) { Format = NewestFormat };

    /// <summary>Gives a state that an older agent wrote what it lacks; absent members arrive without their defaults.</summary>
    public JournalState InNewestFormat() => this with
    {
        Format = NewestFormat,
        OpenGaps = OpenGaps ?? [],
        Attachments = Attachments ?? [],
        Sent = Sent ?? [],
        Queue = Queue.ConvertAll(QueuedMessage.Complete),
        SetAside = SetAside.ConvertAll(refused => refused with { Message = QueuedMessage.Complete(refused.Message) }),
    };
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
    /// <summary>When a person of ours was last seen to write here; absent when it was never seen.</summary>
    public DateTimeOffset? PersonAt { get; init; }

    /// <summary>When the last answer was made here that no server made.</summary>
    public DateTimeOffset? EdgeAt { get; init; }

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

    /// <summary>The answer that this agent gave it, or is about to; absent for one that the server answers.</summary>
    public EdgeDecision? Edge { get; init; }

    /// <summary>The file name of an image or file whose bytes lie in <see cref="AttachmentStore"/> under the message's id.</summary>
    public string? AttachmentName { get; init; }

    /// <summary>A message that an agent without kinds wrote was a text whose side the window told.</summary>
    internal static QueuedMessage Complete(QueuedMessage message) => message.Kind is not null
        ? message
        : message with { Kind = "text", SideSource = "tree", SideConfidence = 1, SenderConfidence = 1 };
}

/// <summary>Bytes that wait for the server, which knows their message as <paramref name="ServerMessageId"/>.</summary>
internal sealed record PendingAttachment(
    string MessageId, string ServerMessageId, string Name, string? Traceparent, string ChatId);

/// <summary>Messages that were there and were not captured, or captured and dropped.</summary>
/// <remarks>
/// <paramref name="Reason"/> is badge_mismatch, tail_lost or queue_full. <paramref name="Missing"/> is how many messages at
/// least; 0 when nobody can tell.
/// </remarks>
internal sealed record CaptureGap(
    string GapId, string ChatId, string ChatName, bool IsGroup, string Reason, int Missing, DateTimeOffset At)
{
    /// <summary>The server was told, or is about to be: what is missed later belongs to another record.</summary>
    public bool Told { get; init; }
}

/// <summary>A message that the server will never take, and why.</summary>
internal sealed record RefusedMessage(QueuedMessage Message, int Status, string Reason, DateTimeOffset At);
