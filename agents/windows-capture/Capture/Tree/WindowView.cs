using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Tree;

/// <summary>
/// One look at the window, with the profile for it. WeChat 4.x is asked for each part alone, as narrowly as can be; in 3.9
/// parts are found by where they stand, so the whole window is read once and looked into. Lives for one act, no longer.
/// </summary>
/// <remarks>
/// <paramref name="withoutLabel"/> are the titles beside which no member count came, however long it was waited for: private
/// chats. It lives as long as the window is looked at.
/// </remarks>
internal sealed class WindowView(
    IWeChatWindow window, SelectorProfile profile, WindowFacts facts, HashSet<string> withoutLabel, TimeProvider time)
{
    private const int Tries = 4;

    // A window that is being rebuilt lacks parts for a moment; one that was updated lacks them for good.
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(200);

    private UiNode? _whole;

    public SelectorProfile Profile => profile;

    /// <summary>The part with what is directly below it; null when it is not there, or the profile has no selector for it.</summary>
    public async Task<UiNode?> FindAsync(string part, CancellationToken ct)
    {
        if (!profile.Selectors.TryGetValue(part, out var selector))
        {
            return null;
        }

        if (profile.Reading == WindowReading.Classes)
        {
            return await window.ReadAsync(selector, profile.ItemDepth, ct);
        }

        var found = await WholeAsync(ct) is { } whole ? selector.Find(whole) : null;

        // The last edit field of 3.9 is the search box while no chat is open.
        return part == SelectorNames.Input && found is not null && profile.Selectors.TryGetValue(SelectorNames.Search, out var search)
            && ReferenceEquals(search.Find(_whole!), found) ? null : found;
    }

    /// <summary>The same for a part without which nothing goes on.</summary>
    /// <exception cref="DesktopUnavailableException">It is not there; the health says why.</exception>
    public async Task<UiNode> RequireAsync(string part, CancellationToken ct) =>
        await FindPatientlyAsync(part, ct) ?? throw await LacksAsync([part], ct);

    /// <summary>The part, with some patience; null when it really is not there.</summary>
    public async Task<UiNode?> FindPatientlyAsync(string part, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var found = await FindAsync(part, ct);
            if (found is not null || attempt == Tries)
            {
                return found;
            }


            await Task.Delay(BetweenTries, time, ct);
            _whole = null;
        }
    }

    /// <summary>Why parts are missing: a login window, a dialog, a hidden tree, or names that changed.</summary>
    public async Task<DesktopUnavailableException> LacksAsync(IReadOnlyList<string> parts, CancellationToken ct) =>
        new(WindowDiagnosis.Tree(facts, profile, await WholeAsync(ct), parts));

    public async Task<UiNode?> WholeAsync(CancellationToken ct) =>
        _whole ??= await window.ReadAsync(UiSelector.Window, profile.Depth, ct);

    /// <summary>
    /// Whether the title has the same name as before. Only the name, which is at hand: the label beside it is looked for in the
    /// whole window where there is none.
    /// </summary>
    public async Task<bool> StillSaysAsync(ChatKey title, CancellationToken ct) =>
        profile.Reading != WindowReading.Classes || (await FindAsync(SelectorNames.Title, ct))?.Name == title.Name;

    /// <summary>The name and kind of the open chat; null when none is open.</summary>
    public async Task<ChatKey?> TitleAsync(CancellationToken ct)
    {
        if (profile.Reading == WindowReading.Classes)
        {
            return await LabelledTitleAsync(ct);
        }

        if (await WholeAsync(ct) is not { } whole || await FindAsync(SelectorNames.MessageList, ct) is not { } messages
            || await FindAsync(SelectorNames.Input, ct) is not { } input || ChatTitle.Find(whole, messages, input) is not { } text)
        {
            return null;
        }

        var chats = profile.Selectors[SelectorNames.SessionList].Find(whole);
        return ChatTitle.OfWhole(
            text, chats is null ? [] : [.. ChatItemReading.Read(profile, chats).Select(item => item.Chat.Name)], RowReading.Speakers(messages));
    }

    /// <summary>
    /// A group is told by the label beside its name alone, and the label may come after the name. What is taken for a private
    /// chat is answered without being called, so no label is believed only after some patience, once for each name.
    /// </summary>
    private async Task<ChatKey?> LabelledTitleAsync(CancellationToken ct)
    {
        string? name = null;
        for (var look = 1; ; look++)
        {
            if (await FindAsync(SelectorNames.Title, ct) is not { Name.Length: > 0 } title)
            {
                return null;
            }

            var key = ChatTitle.Of(title.Name, (await FindAsync(SelectorNames.MemberCount, ct))?.Name);
            if (key.IsGroup)
            {
                withoutLabel.Remove(title.Name);
                return key;
            }

            look = title.Name == name ? look : 1;
            name = title.Name;
            if (look == Tries)
            {
                withoutLabel.Add(name);
            }

            if (withoutLabel.Contains(name) || !profile.Selectors.ContainsKey(SelectorNames.MemberCount))
            {
                return key;
            }

            await Task.Delay(BetweenTries, time, ct);
        }
    }
}
