using System.Globalization;
using System.Text.RegularExpressions;
using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Tree;

/// <summary>
/// Reads the chat list. Only what is near the screen is in the tree; when the client counts more unread messages than the
/// items that are there, the list is read page by page and then put back to its top.
/// </summary>
internal sealed partial class ChatListScan(IWeChatWindow window, TimeProvider time)
{
    private const int MostPages = 40;

    // Scrolling is seen by who sits at the PC; muted chats count in the one number and not in the other, for ever.
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(20);

    private long? _scanned;
    private long? _shownTab;
    private bool _tabHelps = true;

    /// <exception cref="DesktopUnavailableException">The list is missing, or its items cannot be read.</exception>
    public async Task<IReadOnlyList<ListedChat>> ReadAsync(WindowView view, CancellationToken ct)
    {
        var list = await FindAsync(view, ct);
        var chats = Read(view, list);
        if (chats.Count == 0 && list.Children.Count > 0)
        {
            throw await view.LacksAsync(["session_item"], ct);
        }

        var total = await TotalAsync(view, ct);
        if (total <= chats.Sum(chat => chat.Unread) || !IsDue(ref _scanned))
        {
            return chats;
        }

        return await ScanAsync(view.Profile, chats, ct);
    }

    /// <summary>The list; when other pages of the client are shown, the chats are brought back once in a while.</summary>
    private async Task<UiNode> FindAsync(WindowView view, CancellationToken ct)
    {
        if (await view.FindPatientlyAsync(SelectorNames.SessionList, ct) is { } list)
        {
            return list;
        }

        if (await view.FindAsync(SelectorNames.ChatsTab, ct) is not { } tab || await view.WholeAsync(ct) is not { } whole
            || WindowDiagnosis.HasDialog(view.Profile, whole))
        {
            throw await view.LacksAsync([SelectorNames.SessionList], ct);
        }

        if (!IsDue(ref _shownTab))
        {
            // Whoever looks at contacts or favourites is left alone for a while.
            throw _tabHelps ? new DesktopUnavailableException(WindowState.NoChatOpen) : await view.LacksAsync([SelectorNames.SessionList], ct);
        }

        var shown = await window.ClickAsync(tab, ct) ? await window.ReadAsync(
            view.Profile.Selectors[SelectorNames.SessionList], view.Profile.ItemDepth, ct) : null;
        _tabHelps = shown is not null;
        return shown ?? throw await view.LacksAsync([SelectorNames.SessionList], ct);
    }

    private async Task<IReadOnlyList<ListedChat>> ScanAsync(
        SelectorProfile profile, IReadOnlyList<ListedChat> first, CancellationToken ct)
    {
        var selector = profile.Selectors[SelectorNames.SessionList];
        await window.ScrollAsync(selector, -MostPages, ct);
        var all = new List<ListedChat>();
        for (var page = 0; page < MostPages; page++)
        {
            if (await window.ReadAsync(selector, profile.ItemDepth, ct) is not { } list)
            {
                break;
            }

            // Pages overlap. Two chats of one name, badge and last line are told apart only where both are in one reading.
            var read = ChatItemReading.Read(profile, list).Select(item => item.Chat).ToList();
            foreach (var same in read.GroupBy(chat => chat))
            {
                all.AddRange(Enumerable.Repeat(same.Key, Math.Max(0, same.Count() - all.Count(known => known == same.Key))));
            }

            if (!await window.ScrollAsync(selector, 1, ct))
            {
                break;
            }
        }

        await window.ScrollAsync(selector, -MostPages, ct);
        return all.Count >= first.Count ? all : first;
    }

    private static List<ListedChat> Read(WindowView view, UiNode list) =>
        ChatItemReading.Read(view.Profile, list).Select(item => item.Chat).ToList();

    private static async Task<int> TotalAsync(WindowView view, CancellationToken ct)
    {
        var tab = await view.FindAsync(SelectorNames.ChatsTab, ct);
        return tab?.FullDescription is { } told && Count().Match(told) is { Success: true } count
            ? int.Parse(count.ValueSpan, CultureInfo.InvariantCulture)
            : 0;
    }

    private bool IsDue(ref long? last)
    {
        if (last is { } at && time.GetElapsedTime(at) < Between)
        {
            return false;
        }

        last = time.GetTimestamp();
        return true;
    }

    [GeneratedRegex(@"\d{1,5}", RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex Count();
}
