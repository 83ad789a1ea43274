using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Greetings;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Sending;

namespace WeChatPlatform.Capture.Reading;

/// <summary>Reads the open chat and makes what is new in it durable, in one write. One caller at a time.</summary>
internal sealed class ChatReader(
    IWeChatDesktop desktop,
    RowSides rowSides,
    MessageCapture capture,
    EdgeReplies edge,
    AgentJournal journal,
    AgentHealth health,
    IOptions<AgentOptions> options,
    TimeProvider time,
    ILogger<ChatReader> logger)
{
    private const int SettleReads = 20;

    // A list that fills slowly stands still in between; before it is taken for all there is, it must stand still longer.
    private const int EqualReadsOfNewChat = 3;
    private const int EqualReads = 2;
    private const int EqualReadsInDoubt = 6;

    // So often a badge that says more than there is gets the time to be wrong.
    private const int BadgeReads = 4;

    public string IdOf(ChatKey chat) => ChatIdentity.Of(options.Value.AccountId, chat);

    /// <summary>
    /// Reads until the wanted chat is open and readings in a row are the same: a list that was just opened fills in steps,
    /// and what appears then is history. Null when that does not come about.
    /// </summary>
    public Task<OpenChat?> ReadSettledAsync(ChatKey wanted, bool mayBeEmpty, CancellationToken ct)
    {
        var isNew = journal.State.Chats.GetValueOrDefault(IdOf(wanted))?.Rows is null;
        return ReadUntilEqualAsync(wanted, mayBeEmpty, isNew ? EqualReadsOfNewChat : EqualReads, ct);
    }

    private async Task<OpenChat?> ReadUntilEqualAsync(ChatKey wanted, bool mayBeEmpty, int needed, CancellationToken ct)
    {
        OpenChat? before = null;
        var equal = 0;
        for (var read = 0; read < SettleReads; read++)
        {
            var open = await desktop.ReadOpenChatAsync(ct);
            var counts = open is not null && open.Key == wanted && (mayBeEmpty || open.Rows.Count > 0);
            equal = !counts ? 0 : before?.Key == wanted && before!.Rows.SequenceEqual(open!.Rows) ? equal + 1 : 1;
            if (equal >= needed)
            {
                return open;
            }

            before = open;
            await Task.Delay(TimeSpan.FromMilliseconds(options.Value.Poll.SettleMilliseconds), time, ct);
        }

        return null;
    }

    /// <summary>
    /// Takes in what was read: new messages into the queue, echoes to their ledger entries, the tail forward. Returns
    /// how much was new. New rows whose side the tree does not tell are looked at, and what can be saved is saved.
    /// </summary>
    /// <exception cref="DesktopUnavailableException">The window went away meanwhile; nothing was taken in.</exception>
    public Task<int> TakeInAsync(OpenChat open, ListedChat? entry, CancellationToken ct) =>
        TakeInAsync(open, entry, isQuiet: false, ct);

    /// <summary>
    /// The same. When it is quiet, nothing in the list says that there is anything new: rows that join nothing are those
    /// that a person scrolled up to, and that person is left alone.
    /// </summary>
    public async Task<int> TakeInAsync(OpenChat open, ListedChat? entry, bool isQuiet, CancellationToken ct)
    {
        var chatId = IdOf(open.Key);
        var known = journal.State.Chats.GetValueOrDefault(chatId)
            ?? new KnownChat(open.Key.Name, open.Key.IsGroup, "", Rows: null, Waiting: null);
        for (var read = 1; ; read++)
        {
            var seen = await rowSides.LookAsync(known, entry, Dated(open), Dated, ct);
            var absorbed = RowAbsorption.Absorb(
                known, entry, seen.Joined, seen.Sides, LedgerSteps.EnteredTexts(journal.State, chatId), options.Value.Poll.KnownRows);
            if (isQuiet && seen.Joined.Lost)
            {
                return 0;
            }

            if ((absorbed.Gap is null && absorbed.Missing == 0) || read >= BadgeReads
                || await ReadAgainAsync(open.Key, seen.Joined.Lost, ct) is not { } again)
            {
                return await KeepAsync(chatId, open.Key, entry, known, seen.Joined.Rows, absorbed, ct);
            }

            open = again;
        }
    }

    /// <summary>
    /// Rows that join nothing may be those of years ago that somebody scrolled up to: opening the chat shows the newest.
    /// </summary>
    private async Task<OpenChat?> ReadAgainAsync(ChatKey chat, bool isLost, CancellationToken ct) =>
        isLost && !await desktop.OpenChatAsync(chat, ct)
            ? null
            : await ReadUntilEqualAsync(chat, mayBeEmpty: true, EqualReadsInDoubt, ct);

    private async Task<int> KeepAsync(
        string chatId,
        ChatKey chat,
        ListedChat? entry,
        KnownChat known,
        IReadOnlyList<MessageRow> rows,
        RowAbsorption.Absorbed absorbed,
        CancellationToken ct)
    {
        var messages = await capture.MakeAsync(chatId, chat, entry, rows, absorbed.Fresh, ct);
        var now = time.GetUtcNow();
        var gap = absorbed.Gap is not { } reason ? null : new CaptureGap(
            Guid.CreateVersion7(now).ToString(), chatId, chat.Name, chat.IsGroup, reason, absorbed.Missing, now);
        try
        {
            journal.Update(current =>
            {
                var next = current;
                if (absorbed.Chat != known)
                {
                    next = next with { Chats = next.Chats.SetItem(chatId, absorbed.Chat) };
                }

                next = MessageQueue.Add(
                    next, messages, options.Value.Journal.QueueLimit, options.Value.Journal.GapLimit);
                next = LedgerSteps.RowsSeen(next, absorbed.Echoes, now);
                next = edge.TakeIn(next, chatId, messages, isWhole: gap is null);
                return gap is null ? next : CaptureGaps.Add(next, gap, options.Value.Journal.GapLimit);
            });
        }
        catch (IOException)
        {
            // It did not happen, and the rows will be found again under new ids.
            capture.Forget(messages);
            throw;
        }

        if (gap is not null)
        {
            logger.GapInChat(gap.GapId, chatId, gap.Reason, gap.Missing);
        }

        foreach (var decision in journal.State.Ledger.Where(one => messages.Any(message => message.Id == one.Edge?.MessageId)))
        {
            logger.AnsweredAtEdge(decision.Edge!.MessageId, decision.DecisionId);
        }

        foreach (var message in messages)
        {
            health.Captured();
            logger.MessageCaptured(message.Id, message.ChatId, message.Side, message.Traceparent);
        }

        return messages.Count + absorbed.Echoes.Count;
    }

    /// <summary>With the instants of the times, which their labels will not tell tomorrow.</summary>
    private OpenChat Dated(OpenChat open) => open with { Rows = TimeRow.Date(open.Rows, time.GetLocalNow()) };
}
