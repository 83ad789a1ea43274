using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Reading;

namespace WeChatPlatform.Capture.Tree;

/// <summary>
/// Opens a chat: by its item in the list, some pages further down, or by the client's search. It is open when its title
/// says so, not when something was clicked.
/// </summary>
internal sealed class ChatOpening(IWeChatWindow window, IOptions<AgentOptions> options, TimeProvider time)
{
    private const int MostPages = 6;

    // More than any list has: to its one end or the other.
    private const int AllPages = 100;

    private const int Clicks = 3;

    // As many as there are ways to press an item: a client may offer one that does nothing.
    private const int Presses = 4;
    private const string ResultId = "search_item_";

    // A chat that was not open for long takes a moment; a first search of a large account takes seconds.
    private static readonly TimeSpan OpenTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SearchTime = TimeSpan.FromSeconds(8);

    private readonly HashSet<string> _shared = new(StringComparer.Ordinal);
    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);

    /// <summary>
    /// Notes the names of the list, of which only a part is in the tree at a time. What was there once is a chat's name, and
    /// what was there twice is shared, for as long as the process lives.
    /// </summary>
    public void Listed(IReadOnlyList<ListedChat> chats)
    {
        _listed.UnionWith(chats.Select(chat => chat.Name));
        _shared.UnionWith(chats.CountBy(chat => chat.Name, StringComparer.Ordinal).Where(name => name.Value > 1).Select(name => name.Key));
    }

    /// <summary>Two chats of this name were seen at once, in the list or in a search: one of them may be off the screen now.</summary>
    public bool IsShared(string name) => _shared.Contains(name);

    public bool IsListed(string name) => _listed.Contains(name);

    /// <param name="look">A look at the window as it is at that moment.</param>
    /// <param name="chat">Its name; the kind is for the caller to check, because no list tells it.</param>
    /// <param name="ct">Ends the waiting.</param>
    public async Task<bool> OpenAsync(Func<Task<WindowView>> look, ChatKey chat, CancellationToken ct)
    {
        var view = await look();
        if (await view.TitleAsync(ct) is { } open && open == chat
            && await view.FindAsync(SelectorNames.MessageList, ct) is not null)
        {
            // Open already, and perhaps scrolled up by somebody: opening shows the newest.
            await window.ScrollAsync(view.Profile.Selectors[SelectorNames.MessageList], AllPages, ct);
            return true;
        }

        return await ClickListedAsync(look, chat.Name, ct) || await SearchAsync(look, chat.Name, ct);
    }

    private async Task<bool> ClickListedAsync(Func<Task<WindowView>> look, string name, CancellationToken ct)
    {
        for (var press = 1; ; press++)
        {
            var view = await look();
            var before = await view.TitleAsync(ct);
            var list = view.Profile.Selectors[SelectorNames.SessionList];
            var (isClicked, isScrolled) = await ClickInListAsync(look, list, name, ct);
            if (isScrolled)
            {
                // What is new appears at the top, and only what is near the screen is read.
                await window.ScrollAsync(list, -AllPages, ct);
            }

            var isLast = press == Presses;
            if (!isClicked || await BecomesOpenAsync(look, name, isLast, ct))
            {
                return isClicked;
            }

            // Another chat than before is open: the item was pressed, and shows a chat of another name.
            if (isLast || await (await look()).TitleAsync(ct) != before)
            {
                return false;
            }
        }
    }

    private async Task<(bool IsClicked, bool IsScrolled)> ClickInListAsync(
        Func<Task<WindowView>> look, UiSelector selector, string name, CancellationToken ct)
    {
        var clicks = 0;
        var isScrolled = false;
        for (var page = 0; page <= MostPages; page++)
        {
            var view = await look();
            var list = await view.RequireAsync(SelectorNames.SessionList, ct);
            if (ChatItemReading.Read(view.Profile, list).FirstOrDefault(item => item.Chat.Name == name).Node is { } item)
            {
                if (await window.ClickAsync(item, ct))
                {
                    return (true, isScrolled);
                }

                // The item was rebuilt between the reading and the click; the same page again.
                page--;
                if (++clicks >= Clicks)
                {
                    break;
                }

                await PauseAsync(ct);
            }
            else if (page == MostPages || !await window.ScrollAsync(selector, 1, ct))
            {
                break;
            }
            else
            {
                isScrolled = true;
            }
        }

        return (false, isScrolled);
    }

    private async Task<bool> SearchAsync(Func<Task<WindowView>> look, string name, CancellationToken ct)
    {
        var view = await look();
        if (!view.Profile.Selectors.TryGetValue(SelectorNames.Search, out var search)
            || !view.Profile.Selectors.ContainsKey(SelectorNames.SearchResults))
        {
            return false;
        }

        await window.PressAsync(UiSelector.Window, UiKeys.ControlF, lastLook: null, ct);
        await window.PasteAsync(search, name, lastLook: null, ct);
        var found = await ResultsAsync(look, name, ct);
        if (found.Count == 1 && await window.ClickAsync(found[0], ct) && await BecomesOpenAsync(look, name, mustTell: true, ct))
        {
            return true;
        }

        if (found.Count > 1)
        {
            // A contact and a group, or two customers: who is written to by this name cannot be proven.
            _shared.Add(name);
        }

        await window.PressAsync(search, UiKeys.Escape, lastLook: null, ct);
        return false;
    }

    /// <summary>Results with exactly that name, once two readings in a row are the same.</summary>
    private async Task<IReadOnlyList<UiNode>> ResultsAsync(Func<Task<WindowView>> look, string name, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        IReadOnlyList<string> before = [];
        while (true)
        {
            var list = await (await look()).FindAsync(SelectorNames.SearchResults, ct);
            var items = list?.Children.Where(item => item.Control == UiControl.ListItem).ToList() ?? [];
            var named = items.Where(item => IsNamed(item, name)).ToList();
            IReadOnlyList<string> now = items.ConvertAll(item => $"{item.AutomationId}\n{item.Name}");
            if (named.Count > 0 && now.SequenceEqual(before, StringComparer.Ordinal))
            {
                return named;
            }

            if (time.GetElapsedTime(started) >= SearchTime)
            {
                return [];
            }

            before = now;
            await PauseAsync(ct);
        }
    }

    private static bool IsNamed(UiNode item, string name)
    {
        var id = item.AutomationId.IndexOf(ResultId, StringComparison.Ordinal);
        var shown = id >= 0 ? item.AutomationId[(id + ResultId.Length)..] : item.Name.ReplaceLineEndings("\n").Split('\n')[0];
        return shown == name || ChatName.Folded(shown) == ChatName.Folded(name);
    }

    /// <summary>
    /// True when the title says that name and the messages are there; false when another chat stays open. Neither at all
    /// means that the parts of an open chat are not where the profile has them, which is told when it must be.
    /// </summary>
    private async Task<bool> BecomesOpenAsync(Func<Task<WindowView>> look, string name, bool mustTell, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var view = await look();
            var title = await view.TitleAsync(ct);
            var hasList = await view.FindAsync(SelectorNames.MessageList, ct) is not null;
            if (title?.Name == name && hasList)
            {
                return true;
            }

            if (time.GetElapsedTime(started) >= OpenTime)
            {
                if (!mustTell)
                {
                    return false;
                }

                var missing = new List<string>();
                if (title is null)
                {
                    missing.Add(SelectorNames.Title);
                }

                if (!hasList)
                {
                    missing.Add(SelectorNames.MessageList);
                }

                return missing.Count == 0 ? false : throw await view.LacksAsync(missing, ct);
            }

            await PauseAsync(ct);
        }
    }

    private Task PauseAsync(CancellationToken ct) =>
        Task.Delay(TimeSpan.FromMilliseconds(options.Value.Poll.SettleMilliseconds), time, ct);
}
