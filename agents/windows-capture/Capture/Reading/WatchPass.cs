using Microsoft.Extensions.Logging;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Reading;

/// <summary>One look at the whole window: the open chat, then every chat that shows activity, the longest waiting first.</summary>
internal sealed class WatchPass(
    IWeChatDesktop desktop,
    ChatReader reader,
    MessageCapture capture,
    ScopeKeeper scope,
    AgentJournal journal,
    TimeProvider time,
    ILogger<WatchPass> logger)
{
    // How far the time of the last look on the disk may be behind.
    private static readonly TimeSpan Coarse = TimeSpan.FromMinutes(1);

    private IReadOnlyList<ChatKey> _order = [];
    private int _ambiguous;

    /// <summary>Returns how much was new.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        scope.Enforce();
        var begun = time.GetUtcNow();
        var all = await desktop.ListChatsAsync(ct);
        var listed = ChatActivity.Unambiguous(all);
        ReportAmbiguous(all.Count(chat => chat.SharesName));
        journal.Update(state => ChatActivity.Note(state, listed, reader.IdOf));

        var order = listed.Select(chat => chat.Key).ToList();
        var movedUp = ChatActivity.MovedUp(_order, order);
        var open = await desktop.ReadOpenChatAsync(ct);
        var found = 0;
        if (open is not null && listed.FirstOrDefault(chat => chat.Key == open.Key) is { } shown)
        {
            var isQuiet = Known(shown) is { Rows: not null } seen && !ChatActivity.IsActive(shown, seen, movedUp.Contains(shown.Key));
            found += await ReadAsync(shown, open, isQuiet, ct);
        }

        foreach (var entry in listed.Reverse())
        {
            if (Known(entry) is { } known
                && ChatActivity.IsActive(entry, known, movedUp.Contains(entry.Key)) && entry.Key != open?.Key)
            {
                found += await ReadAsync(entry, open: null, isQuiet: false, ct);
            }
        }

        // Only now: a pass that was cut short must find the same chats again.
        _order = order;
        Looked(begun);
        return found;
    }

    private KnownChat? Known(ListedChat entry) => journal.State.Chats.GetValueOrDefault(reader.IdOf(entry.Key));

    /// <summary>Reads a chat; <paramref name="open"/> is its reading when it is open already.</summary>
    private async Task<int> ReadAsync(ListedChat entry, OpenChat? open, bool isQuiet, CancellationToken ct)
    {
        if (open is null || Known(entry)?.Rows is null)
        {
            if (open is null && !await desktop.OpenChatAsync(entry.Key, ct))
            {
                return 0;
            }

            if (await WithKindAsync(entry, ct) is not { } told)
            {
                return 0;
            }

            entry = told;
            open = await reader.ReadSettledAsync(entry.Key, mayBeEmpty: entry.Preview.Length == 0, ct);
            if (open is null)
            {
                logger.ChatNotSettled(reader.IdOf(entry.Key));
                return 0;
            }
        }

        var found = await reader.TakeInAsync(open, entry, isQuiet, ct);
        if (Known(entry) is { } after && after.Preview != entry.Preview && await desktop.OpenChatAsync(entry.Key, ct))
        {
            // Somebody scrolled up in it: the newest rows are below what is shown. Opening it shows them.
            open = await reader.ReadSettledAsync(entry.Key, mayBeEmpty: false, ct);
            found += open is null ? 0 : await reader.TakeInAsync(open, entry with { Unread = 0 }, ct);
        }

        return found;
    }

    /// <summary>The entry of a chat that was just opened, with its kind; null when by its kind it is out of scope.</summary>
    private async Task<ListedChat?> WithKindAsync(ListedChat entry, CancellationToken ct)
    {
        if (entry.IsGroup is not null)
        {
            return entry;
        }

        var title = await desktop.ReadTitleAsync(ct);
        if (title is null ? !scope.DependsOnKind(entry.Name) : title.Value.Name != entry.Name)
        {
            // No chat is open any more, or another one: nothing was learned of this one.
            return null;
        }

        if (title?.IsGroup != entry.Key.IsGroup)
        {
            journal.Update(state => ChatActivity.TurnedOut(state, entry.Key, title, reader.IdOf));
        }

        return title is null ? null : entry with { IsGroup = title.Value.IsGroup };
    }

    private void Looked(DateTimeOffset at)
    {
        capture.Looked(at);
        if (journal.State.LookedAt is not { } kept || at - kept >= Coarse || at < kept)
        {
            journal.Update(state => state with { LookedAt = at });
        }
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
