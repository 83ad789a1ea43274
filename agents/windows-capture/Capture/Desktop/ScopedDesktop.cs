using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Reading;

namespace WeChatPlatform.Capture.Desktop;

/// <summary>
/// The window as the rest of the agent sees it: chats out of scope are not there. The list leaves them out, they cannot be
/// opened, and while a person has one open the agent sees no open chat and no input box. Here too a list that does not
/// tell groups from private chats learns it from the chats that were opened.
/// </summary>
internal sealed class ScopedDesktop(
    IWeChatDesktop window, ScopeRule scope, AgentJournal journal, AgentHealth health) : IWeChatDesktop
{
    /// <summary>Key of the window itself in the container.</summary>
    internal const string Window = "window";

    private readonly Dictionary<string, bool> _kinds = new(StringComparer.Ordinal);
    private HashSet<string> _untold = new(StringComparer.Ordinal);

    public int LongestText => window.LongestText;

    public async Task<IReadOnlyList<ListedChat>> ListChatsAsync(CancellationToken ct)
    {
        var all = WithKinds(await window.ListChatsAsync(ct));
        _untold = all.Where(chat => chat.IsGroup is null).Select(chat => chat.Name).ToHashSet(StringComparer.Ordinal);
        var byName = all.ToLookup(chat => ChatName.Folded(chat.Name), StringComparer.Ordinal);
        var inScope = all.Where(chat => scope.Includes(chat.Name, chat.IsGroup)).Select(chat => chat with
        {
            // Also beside a chat that is out of scope: a text must not land there either.
            SharesName = chat.SharesName || byName[ChatName.Folded(chat.Name)].Count(other =>
                other.IsGroup is null || chat.IsGroup is null || other.IsGroup == chat.IsGroup) > 1,
        }).ToList();
        health.ExcludedChats = all.Count - inScope.Count;
        health.AmbiguousChats = inScope.Count(chat => chat.SharesName);
        return inScope;
    }

    public async Task<bool> OpenChatAsync(ChatKey chat, CancellationToken ct) =>
        scope.Includes(chat.Name, _untold.Contains(chat.Name) ? null : chat.IsGroup) && await window.OpenChatAsync(chat, ct);

    public async Task<ChatKey?> ReadTitleAsync(CancellationToken ct)
    {
        if (await window.ReadTitleAsync(ct) is not { } title)
        {
            return null;
        }

        _kinds[title.Name] = title.IsGroup;
        return scope.Includes(title) ? title : null;
    }

    public async Task<OpenChat?> ReadOpenChatAsync(CancellationToken ct) =>
        await ReadTitleAsync(ct) is not null && await window.ReadOpenChatAsync(ct) is { } open && scope.Includes(open.Key)
            ? open
            : null;

    public Task<RowPicture?> ReadRowPictureAsync(MessageRow row, CancellationToken ct) => window.ReadRowPictureAsync(row, ct);

    public Task<SavedAttachment?> SaveAttachmentAsync(MessageRow row, long maxBytes, CancellationToken ct) =>
        window.SaveAttachmentAsync(row, maxBytes, ct);

    public async Task<string> ReadInputAsync(CancellationToken ct)
    {
        await ThrowIfOutOfScopeAsync(ct);
        return await window.ReadInputAsync(ct);
    }

    public async Task SetInputAsync(string text, CancellationToken ct)
    {
        await ThrowIfOutOfScopeAsync(ct);
        await window.SetInputAsync(text, ct);
    }

    public async Task PressEnterAsync(CancellationToken ct)
    {
        await ThrowIfOutOfScopeAsync(ct);
        await window.PressEnterAsync(ct);
    }

    private async Task ThrowIfOutOfScopeAsync(CancellationToken ct)
    {
        if (await ReadTitleAsync(ct) is null)
        {
            throw new DesktopUnavailableException("no_chat_open");
        }
    }

    private List<ListedChat> WithKinds(IReadOnlyList<ListedChat> all)
    {
        if (all.All(chat => chat.IsGroup is not null))
        {
            return [.. all];
        }

        // A chat that was read is of the kind that it was read as. Of two with one name the list cannot tell which is which.
        var read = journal.State.Chats.Values.Where(chat => chat.Rows is { IsEmpty: false })
            .ToLookup(chat => chat.Name, chat => chat.IsGroup, StringComparer.Ordinal);
        var once = all.CountBy(chat => chat.Name, StringComparer.Ordinal).Where(name => name.Value == 1)
            .Select(name => name.Key).ToHashSet(StringComparer.Ordinal);
        return all.Select(chat => chat.IsGroup is not null || !once.Contains(chat.Name) ? chat
            : _kinds.TryGetValue(chat.Name, out var opened) ? chat with { IsGroup = opened }
            : read[chat.Name].Distinct().Count() == 1 ? chat with { IsGroup = read[chat.Name].First() }
            : chat).ToList();
    }
}
