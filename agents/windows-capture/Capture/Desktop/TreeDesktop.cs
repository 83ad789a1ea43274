using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Desktop;

/// <summary>
/// The chats of a real WeChat window: what its accessibility tree shows, as the profile for its version reads it. Every
/// member looks first whether the window is well, so that a login window, a verification dialog or parts that an update
/// renamed are met before the next click or key, and never taken for an empty list.
/// </summary>
internal sealed class TreeDesktop(
    IWeChatWindow window, SelectorCatalog catalog, IOptions<AgentOptions> options, TimeProvider time)
    : IWeChatDesktop, IWindowProbe
{
    private const int DialogDepth = 3;

    private readonly ChatListScan _scan = new(window, time);
    private readonly ChatOpening _opening = new(window, options, time);
    private readonly MentionTyping _mention = new(window, options, time);
    private readonly HashSet<string> _private = new(StringComparer.Ordinal);
    private ChatKey? _typedIn;
    private Dictionary<string, (MessageRow Row, UiNode Node)> _shown = new(StringComparer.Ordinal);

    public string? ClientVersion { get; private set; }

    public string? Profile { get; private set; }

    /// <inheritdoc/>
    /// <remarks>Before the first look the least of all profiles.</remarks>
    public int LongestText { get; private set; } = catalog.Profiles.Min(profile => profile.LongestText);

    public async Task<IReadOnlyList<ListedChat>> ListChatsAsync(CancellationToken ct)
    {
        var view = await LookAsync(ct);
        var chats = await _scan.ReadAsync(view, ct);
        _opening.Listed(chats);
        return chats.Select(chat => chat with { SharesName = _opening.IsShared(chat.Name) }).ToList();
    }

    public async Task<bool> OpenChatAsync(ChatKey chat, CancellationToken ct) =>
        await _opening.OpenAsync(() => LookAsync(ct), chat, ct);

    public async Task<ChatKey?> ReadTitleAsync(CancellationToken ct) => await (await LookAsync(ct)).TitleAsync(ct);

    public async Task<OpenChat?> ReadOpenChatAsync(CancellationToken ct)
    {
        var view = await LookAsync(ct);
        if (await view.TitleAsync(ct) is not { } title)
        {
            return view.Profile.Reading == WindowReading.Classes && await view.FindAsync(SelectorNames.MessageList, ct) is { Children.Count: > 0 }
                && await view.FindPatientlyAsync(SelectorNames.Title, ct) is null
                    ? throw await view.LacksAsync([SelectorNames.Title], ct)
                    : null;
        }

        if (await view.FindAsync(SelectorNames.MessageList, ct) is not { } list)
        {
            // A list that is being built, or the page of an account that is no chat.
            return null;
        }

        if (RowReading.AreStrange(view.Profile, list))
        {
            throw await view.LacksAsync(["message_classes"], ct);
        }

        if (!await view.StillSaysAsync(title, ct))
        {
            // The parts are asked for one by one: somebody opened another chat in between, whose rows these may be.
            return null;
        }

        var rows = RowReading.Read(view.Profile, list, title.IsGroup);
        _shown = rows.Where(row => row.Row.RuntimeId is not null)
            .GroupBy(row => row.Row.RuntimeId!, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
        return new OpenChat(title, rows.Select(row => row.Row).ToList());
    }

    public async Task<RowPicture?> ReadRowPictureAsync(MessageRow row, CancellationToken ct) =>
        row.RuntimeId is { } id && _shown.TryGetValue(id, out var shown) && shown.Row.Text == row.Text
            ? await window.ReadPictureAsync(shown.Node, ct)
            : null;

    /// <summary>
    /// Always null. A file of the real window can be had only by clicks through its menus and a dialog of the system, in
    /// front of who works at the PC, and it may go to a folder of somebody's choice: the message goes with its placeholder.
    /// </summary>
    public Task<SavedAttachment?> SaveAttachmentAsync(MessageRow row, long maxBytes, CancellationToken ct) =>
        Task.FromResult<SavedAttachment?>(null);

    public async Task<string> ReadInputAsync(CancellationToken ct)
    {
        var view = await LookAsync(ct);
        // A box that does not say what it holds may hold what a person is writing, and never shows what was put into it.
        var text = (await InputAsync(view, ct)).Value ?? throw await view.LacksAsync(["input_value"], ct);

        // Shown in the empty box, by some builds as its content.
        return InputHint.Strip(view.Profile, text).Length == 0 ? "" : text;
    }

    public async Task SetInputAsync(string text, CancellationToken ct)
    {
        var (view, title) = await LookBeforeTypingAsync(ct);
        var edit = view.Profile.Selectors[SelectorNames.Input];
        _typedIn = title;
        if (view.Profile.Selectors.ContainsKey(SelectorNames.MentionList) && MentionTyping.Begins(text)
            && title.IsGroup && await _mention.TypeAsync(view.Profile, text, () => EnsureOpenAsync(title, ct), ct))
        {
            return;
        }

        await window.PasteAsync(edit, text, () => EnsureOpenAsync(title, ct), ct);
    }

    public async Task PressEnterAsync(CancellationToken ct)
    {
        var (view, title) = await LookBeforeTypingAsync(ct);
        if (_typedIn is { } typedIn && typedIn != title)
        {
            // Somebody opened another chat since the text went in.
            throw new DesktopUnavailableException(WindowState.NoChatOpen);
        }

        var key = options.Value.Desktop.SendKey == "control_enter" ? UiKeys.ControlEnter : UiKeys.Enter;
        await window.PressAsync(view.Profile.Selectors[SelectorNames.Input], key, () => EnsureOpenAsync(title, ct), ct);
    }

    public async Task<WindowSight> ProbeAsync(CancellationToken ct)
    {
        WindowHealth health;
        SelectorProfile? profile = null;
        UiNode? whole = null;
        try
        {
            var view = await LookAsync(ct);
            profile = view.Profile;
            whole = await view.WholeAsync(ct);
            var list = await view.RequireAsync(SelectorNames.SessionList, ct);
            _ = await ReadOpenChatAsync(ct);
            health = list.Children.Count > 0 && ChatItemReading.Read(profile, list).Count == 0
                ? (await view.LacksAsync(["session_item"], ct)).Health
                : WindowHealth.Of(WindowState.Ok);
        }
        catch (DesktopUnavailableException unavailable)
        {
            health = unavailable.Health;
        }

        return whole is null || profile is null
            ? new WindowSight(health, ClientVersion, Profile, null, [])
            : new WindowSight(
                health with { ClientVersion = ClientVersion }, ClientVersion, Profile,
                WindowDiagnosis.Language(profile, whole), WindowDiagnosis.Findings(profile, whole));
    }

    public async Task<TreeRecord?> RecordAsync(CancellationToken ct)
    {
        var facts = await FactsAsync(ct);
        var (_, profile) = WindowDiagnosis.Facts(facts, catalog);
        var depth = (profile ?? catalog.Profiles.MaxBy(one => one.Depth)!).Depth;
        return facts.WindowClass is not null && await window.ReadAsync(UiSelector.Window, depth, ct) is { } whole
            ? new TreeRecord(facts, profile?.Id, whole, time.GetUtcNow())
            : null;
    }

    /// <summary>The window as it is now, when it can be worked with by its facts.</summary>
    private async Task<WindowView> LookAsync(CancellationToken ct)
    {
        var facts = await FactsAsync(ct);
        var (trouble, profile) = WindowDiagnosis.Facts(facts, catalog);
        Profile = profile?.Id;
        if (trouble is not null)
        {
            throw new DesktopUnavailableException(trouble);
        }

        LongestText = profile!.LongestText;
        return new WindowView(window, profile, facts, _private, time);
    }

    private async Task<WindowFacts> FactsAsync(CancellationToken ct)
    {
        var facts = await window.LookAsync(catalog.Profiles, ct);
        ClientVersion = facts.ClientVersion;
        return facts;
    }

    /// <summary>
    /// The same, and there is no dialog of the client's within the window, the chat list is there, and the input box is not
    /// that of a chat with another name.
    /// </summary>
    private async Task<(WindowView View, ChatKey Title)> LookBeforeTypingAsync(CancellationToken ct)
    {
        var view = await LookAsync(ct);
        if (await window.ReadAsync(UiSelector.Window, DialogDepth, ct) is { } top && WindowDiagnosis.HasDialog(view.Profile, top))
        {
            throw new DesktopUnavailableException(WindowHealth.Of(WindowState.Verification) with { ClientVersion = ClientVersion });
        }

        await view.RequireAsync(SelectorNames.SessionList, ct);
        var input = await InputAsync(view, ct);
        var named = InputHint.Strip(view.Profile, input.Name);
        return await view.TitleAsync(ct) is { } title && (named.Length == 0 || named == title.Name || !_opening.IsListed(named))
            ? (view, title)
            : throw new DesktopUnavailableException(WindowState.NoChatOpen);
    }

    /// <summary>The last look before a key: the front and the focus were waited for, and a person may have used that time.</summary>
    private async Task EnsureOpenAsync(ChatKey title, CancellationToken ct)
    {
        var view = await LookAsync(ct);
        if (await view.TitleAsync(ct) != title)
        {
            throw new DesktopUnavailableException(WindowState.NoChatOpen);
        }
    }

    private static async Task<UiNode> InputAsync(WindowView view, CancellationToken ct) =>
        await view.FindPatientlyAsync(SelectorNames.Input, ct) is { } input ? input
        : await view.TitleAsync(ct) is null && await view.FindAsync(SelectorNames.SessionList, ct) is not null
            ? throw new DesktopUnavailableException(WindowState.NoChatOpen)
        : throw await view.LacksAsync([SelectorNames.Input], ct);
}
