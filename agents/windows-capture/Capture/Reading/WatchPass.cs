using Microsoft.Extensions.Logging;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Reading;

/// <summary>One look at the whole window: the open chat, then every chat that shows activity, the longest waiting first.</summary>
internal sealed class WatchPass(
    IWeChatDesktop desktop, ChatReader reader, AgentJournal journal, ILogger<WatchPass> logger)
{
    private IReadOnlyList<ChatKey> _order = [];
    private int _ambiguous;

    /// <summary>Returns how much was new.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var all = await desktop.ListChatsAsync(ct);
        var listed = ChatActivity.Unambiguous(all);
        ReportAmbiguous(all.Count - listed.Count);
        journal.Update(state => ChatActivity.Note(state, listed, reader.IdOf));

        var order = listed.Select(chat => chat.Key).ToList();
        var movedUp = ChatActivity.MovedUp(_order, order);
        var open = await desktop.ReadOpenChatAsync(ct);
        var found = 0;
        if (open is not null && listed.FirstOrDefault(chat => chat.Key == open.Key) is { } shown)
        {
            found += await ReadAsync(shown, open, ct);
        }

        foreach (var entry in listed.Reverse())
        {
            var known = journal.State.Chats[reader.IdOf(entry.Key)];
            if (ChatActivity.IsActive(entry, known, movedUp.Contains(entry.Key)) && entry.Key != open?.Key)
            {
                found += await ReadAsync(entry, open: null, ct);
            }
        }

        // Only now: a pass that was cut short must find the same chats again.
        _order = order;
        return found;
    }

    /// <summary>Reads a chat; <paramref name="open"/> is its reading when it is open already.</summary>
    private async Task<int> ReadAsync(ListedChat entry, OpenChat? open, CancellationToken ct)
    {
        var isBaseline = journal.State.Chats[reader.IdOf(entry.Key)].Rows is null;
        if (open is null || isBaseline)
        {
            if (open is null && !await desktop.OpenChatAsync(entry.Key, ct))
            {
                return 0;
            }

            open = await reader.ReadSettledAsync(entry.Key, mayBeEmpty: entry.Preview.Length == 0, ct);
            if (open is null)
            {
                logger.ChatNotSettled(reader.IdOf(entry.Key));
                return 0;
            }
        }

        return reader.TakeIn(open, entry);
    }

    private void ReportAmbiguous(int count)
    {
        if (count != _ambiguous)
        {
            _ambiguous = count;
            logger.AmbiguousChats(count);
        }
    }
}
