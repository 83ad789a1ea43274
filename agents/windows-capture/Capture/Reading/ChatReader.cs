using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Sending;

namespace WeChatPlatform.Capture.Reading;

/// <summary>Reads the open chat and makes what is new in it durable, in one write. One caller at a time.</summary>
internal sealed class ChatReader(
    IWeChatDesktop desktop,
    AgentJournal journal,
    AgentHealth health,
    IOptions<AgentOptions> options,
    TimeProvider time,
    ILogger<ChatReader> logger)
{
    private const int SettleReads = 20;

    public string IdOf(ChatKey chat) => ChatIdentity.Of(options.Value.AccountId, chat);

    /// <summary>
    /// Reads until the wanted chat is open and two readings are the same: a list that was just opened fills in steps, and
    /// what appears then is history. Null when that does not come about.
    /// </summary>
    public async Task<OpenChat?> ReadSettledAsync(ChatKey wanted, bool mayBeEmpty, CancellationToken ct)
    {
        OpenChat? before = null;
        for (var read = 0; read < SettleReads; read++)
        {
            var open = await desktop.ReadOpenChatAsync(ct);
            var settled = open is not null && open.Key == wanted && (mayBeEmpty || open.Rows.Count > 0)
                && before is not null && before.Key == wanted && before.Rows.SequenceEqual(open.Rows);
            if (settled)
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
    /// how much was new.
    /// </summary>
    public int TakeIn(OpenChat open, ListedChat? entry)
    {
        var chatId = IdOf(open.Key);
        var state = journal.State;
        var known = state.Chats.GetValueOrDefault(chatId)
            ?? new KnownChat(open.Key.Name, open.Key.IsGroup, "", Rows: null, Waiting: null);
        var absorbed = RowAbsorption.Absorb(
            known, entry, open.Rows, LedgerSteps.EnteredTexts(state, chatId), options.Value.Poll.KnownRows);
        var members = open.Rows.Select(row => row.Sender).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var messages = absorbed.Fresh.Select(row => AgentTrace.InNewTrace(
            "agent.capture", activity => Capture(row, chatId, open.Key, members, activity))).ToList();
        var now = time.GetUtcNow();

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
            return absorbed.Gap ? next with { Gaps = next.Gaps + 1 } : next;
        });

        foreach (var message in messages)
        {
            health.Captured();
            logger.MessageCaptured(message.Id, message.ChatId, message.Side, message.Traceparent);
        }

        return messages.Count + absorbed.Echoes.Count;
    }

    private QueuedMessage Capture(
        MessageRow row, string chatId, ChatKey chat, IReadOnlyList<string> members, Activity? activity)
    {
        var now = time.GetUtcNow();
        var nickname = options.Value.Account.Nickname;
        var side = row.Side switch
        {
            RowSide.Own => "own",
            RowSide.Other => "other",
            _ => "unknown",
        };
        var reading = chat.IsGroup && row.Side != RowSide.Own
            ? AtMention.Read(row.Text, nickname, members)
            : new AtMention.Reading(false, row.Text);
        var sender = row.Side == RowSide.Own ? nickname : chat.IsGroup ? row.Sender ?? "unknown" : chat.Name;
        var id = Guid.CreateVersion7(now).ToString();
        activity?.SetTag("message.id", id);
        return new QueuedMessage(
            id, chatId, chat.Name, sender, reading.Content, now, chat.IsGroup, reading.IsAtMe, side, activity?.Id);
    }
}
