using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Reading;
using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Capture.Sending.Pacing.Conditions;

namespace WeChatPlatform.Capture.Greetings;

/// <summary>
/// What captured messages mean for answers at the edge, as part of the very write that queues them: a greeting is queued with
/// its answer while the answer enters the ledger, and an answer that was not sent yet is over when somebody writes on.
/// </summary>
internal sealed class EdgeReplies(SendHold hold, IOptions<AgentOptions> options, TimeProvider time)
{
    public const string Superseded = "superseded";
    public const string Paused = "conversation_paused";

    private EdgeRepliesOptions Edge => options.Value.EdgeReplies;

    /// <param name="state">With the messages in its queue and the chat's rows as they were read.</param>
    /// <param name="chatId">The chat that was read.</param>
    /// <param name="messages">What was new in it.</param>
    /// <param name="isWhole">Nothing of the chat is missing.</param>
    public JournalState TakeIn(JournalState state, string chatId, IReadOnlyList<QueuedMessage> messages, bool isWhole)
    {
        var said = messages.Where(message => message.Kind != "system").ToList();
        if (said.Count == 0 || !state.Chats.TryGetValue(chatId, out var chat))
        {
            return state;
        }

        var now = time.GetUtcNow();
        var isPerson = said.Exists(message => message.Side == "own");
        var next = Overtake(state, chatId, isPerson ? Paused : Superseded);
        if (isPerson)
        {
            next = next with { Chats = next.Chats.SetItem(chatId, chat with { PersonAt = now }) };
        }

        return isWhole && messages.Count == 1 ? Answer(next, chat, messages[0], now) : next;
    }

    private static JournalState Overtake(JournalState state, string chatId, string reason)
    {
        var ledger = state.Ledger.ConvertAll(decision => decision.ChatId == chatId && decision.Edge is { OverBecause: null } edge
            ? decision with { Edge = edge with { OverBecause = reason } }
            : decision);
        return ledger.SequenceEqual(state.Ledger) ? state : state with { Ledger = ledger };
    }

    private JournalState Answer(JournalState state, KnownChat chat, QueuedMessage message, DateTimeOffset now)
    {
        if (!Edge.Enabled || state.Greetings is not { Entries.IsEmpty: false } table || !IsGreeter(message)
            || !IsFresh(state, message, now) || !IsFree(state, chat, message, now) || hold.IsByServer || hold.IsLocal
            || InQuietHours.Contain(options.Value.Pace.QuietHours, time.GetLocalNow())
            || table.Find(message.Content) is not var (match, reply))
        {
            return state;
        }

        var id = Guid.CreateVersion7(now).ToString();
        var decision = new LedgerDecision(
            id, message.ChatId, message.ChatName, IsGroup: false, [new LedgerPart(reply)], now, message.Traceparent)
        {
            Edge = new EdgeAnswer(message.Id),
        };
        return state with
        {
            Queue = state.Queue.Replace(message, message with { Edge = new EdgeDecision(id, table.Version, match, [reply]) }),
            Ledger = state.Ledger.Add(decision),
            Chats = state.Chats.SetItem(message.ChatId, chat with { EdgeAt = now }),
        };
    }

    // Only words of a customer in a private chat, and only when the window leaves no doubt whose they are.
    private static bool IsGreeter(QueuedMessage message) =>
        message is { IsGroup: false, Side: "other", SideConfidence: >= RowPictureSide.Sure, Kind: "text", Quoted: null };

    // Found while the agent was watching, not in what came while it was away.
    private static bool IsFresh(JournalState state, QueuedMessage message, DateTimeOffset now) =>
        IsWithin(now - message.Timestamp, MessageAge.Watching)
        && state.LookedAt is { } looked && IsWithin(now - looked, MessageAge.Watching);

    /// <summary>Nothing else of the chat is open: no answer, no doubt, no question, no person, no such answer a while ago.</summary>
    private bool IsFree(JournalState state, KnownChat chat, QueuedMessage message, DateTimeOffset now) =>
        !state.Ledger.Exists(decision => decision.ChatId == message.ChatId)
        && !state.Doubts.Exists(doubt => doubt.ChatId == message.ChatId)
        && !state.Queue.Exists(other => other.ChatId == message.ChatId && other.Id != message.Id)
        && state.Queue.Contains(message)
        && WasAnsweredBefore(chat)
        && !IsWithin(now - chat.PersonAt, TimeSpan.FromMinutes(Edge.PersonPauseMinutes))
        && !IsWithin(now - chat.EdgeAt, TimeSpan.FromMinutes(Edge.PerChatMinutes));

    // The customer's last word before this one was ours to answer: the server is about to, or a person should.
    private static bool WasAnsweredBefore(KnownChat chat)
    {
        var rows = chat.Rows ?? [];
        var last = rows.FindLastIndex(row => row.Kind == RowKind.Text);
        var before = last <= 0 ? -1 : rows.FindLastIndex(last - 1, row => row.Kind == RowKind.Text);
        return last >= 0 && (before < 0 || rows[before].Side == RowSide.Own);
    }

    // A clock that was set back makes the past lie ahead: nothing can be said from it, so it counts as within.
    private static bool IsWithin(TimeSpan? age, TimeSpan longest) => age is { } known && known < longest;
}
