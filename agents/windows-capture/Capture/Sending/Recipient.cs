using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Reading;

namespace WeChatPlatform.Capture.Sending;

/// <summary>Proves whom a text would go to before it is typed.</summary>
internal sealed class Recipient(IWeChatDesktop desktop, ChatReader reader, ScopeRule scope, AgentJournal journal)
{
    /// <summary>
    /// Opens the decision's chat and takes in what is new there. Null when exactly that chat is open; otherwise a stable
    /// word that says why not.
    /// </summary>
    public async Task<string?> OpenAsync(LedgerDecision decision, CancellationToken ct)
    {
        var key = decision.Key();
        if (reader.IdOf(key) != decision.ChatId)
        {
            return "chat_id_mismatch";
        }

        if (!scope.Includes(key))
        {
            return "out_of_scope";
        }

        var listed = await desktop.ListChatsAsync(ct);
        var entry = listed.FirstOrDefault(chat => chat.CanBe(key));
        if (entry is null)
        {
            // Only what is near the screen is in the list: a search may find it, and then it is.
            if (!await desktop.OpenChatAsync(key, ct))
            {
                return "chat_not_found";
            }

            listed = await desktop.ListChatsAsync(ct);
            entry = listed.FirstOrDefault(chat => chat.CanBe(key));
        }

        if (entry is null)
        {
            return await VerifyAsync(key, mayBeEmpty: false, entry: null, ct);
        }

        if (entry.SharesName)
        {
            return "ambiguous_chat";
        }

        entry = entry with { IsGroup = key.IsGroup };
        journal.Update(state => ChatActivity.Note(state, [entry], reader.IdOf));
        var isOpen = (await desktop.ReadOpenChatAsync(ct))?.Key == key;
        if (!isOpen && !await desktop.OpenChatAsync(key, ct))
        {
            return "chat_not_found";
        }

        return await VerifyAsync(key, mayBeEmpty: entry.Preview.Length == 0, entry, ct);
    }

    private async Task<string?> VerifyAsync(ChatKey key, bool mayBeEmpty, ListedChat? entry, CancellationToken ct)
    {
        if (await reader.ReadSettledAsync(key, mayBeEmpty, ct) is not { } open)
        {
            return "recipient_not_verified";
        }

        await reader.TakeInAsync(open, entry, ct);
        return null;
    }
}
