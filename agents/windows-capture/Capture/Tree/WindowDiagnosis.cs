using System.Text.RegularExpressions;

namespace WeChatPlatform.Capture.Tree;

/// <summary>What state a window is in, by what is known of it. Pure: facts and trees in, health out.</summary>
internal static class WindowDiagnosis
{
    // A window whose tree is hidden still shows itself and the surface that it paints on.
    private const int PartsOfHiddenTree = 2;

    /// <summary>
    /// What the facts alone tell: a health that forbids work, or the profile to work with. Never both, never neither.
    /// </summary>
    public static (WindowHealth? Trouble, SelectorProfile? Profile) Facts(WindowFacts facts, SelectorCatalog catalog)
    {
        var profile = facts.ClientVersion is { } version ? catalog.For(version) : null;
        if (Trouble(facts, profile, catalog.Profiles) is { } state)
        {
            return (WindowHealth.Of(state, facts.Session) with
            {
                ClientVersion = facts.ClientVersion,
                Missing = state == WindowState.SelectorDrift ? ["window"] : [],
            }, null);
        }

        return (null, profile);
    }

    /// <summary>
    /// Why a part that should be there is not, by the whole tree. A login window and a dialog come first, because they
    /// explain what is missing.
    /// </summary>
    public static WindowHealth Tree(WindowFacts facts, SelectorProfile profile, UiNode? window, IReadOnlyList<string> missing)
    {
        var state = window is null ? WindowState.NotRunning
            : Matches(profile.LoginClasses, window.ClassName) ? WindowState.LoggedOut
            : HasDialog(profile, window) ? WindowState.Verification
            : IsHidden(profile, window) ? WindowState.TreeHidden
            : WindowState.SelectorDrift;
        return WindowHealth.Of(state, facts.Session) with
        {
            ClientVersion = facts.ClientVersion,
            Missing = state == WindowState.SelectorDrift ? missing : [],
        };
    }

    /// <summary>A window within the window that speaks of verification. What people say in chats is in no such window.</summary>
    public static bool HasDialog(SelectorProfile profile, UiNode window) => window.Subtree().Skip(1)
        .Where(node => node.Control == UiControl.Window)
        .SelectMany(dialog => dialog.Subtree())
        .Any(part => part.Control is UiControl.Window or UiControl.Text or UiControl.Pane or UiControl.Group or UiControl.Document
            && Matches(profile.VerificationTexts, part.Name));

    /// <summary>Each selector of the profile, found or not, in the whole tree.</summary>
    public static IReadOnlyList<SelectorFinding> Findings(SelectorProfile profile, UiNode window)
    {
        var isOpen = profile.Selectors[SelectorNames.MessageList].Find(window) is not null
            || (profile.Selectors.TryGetValue(SelectorNames.Title, out var title) && title.Find(window) is not null);
        return profile.Selectors.OrderBy(selector => selector.Key, StringComparer.Ordinal).Select(selector => new SelectorFinding(
            selector.Key,
            selector.Value.Find(window) is not null,
            selector.Key == SelectorNames.SessionList || (isOpen && SelectorNames.OfOpenChat.Contains(selector.Key, StringComparer.Ordinal))))
            .ToList();
    }

    /// <summary>zh-CN, zh-TW or en by the name of the chat list; null when it has another one.</summary>
    public static string? Language(SelectorProfile profile, UiNode window) =>
        profile.Selectors[SelectorNames.SessionList].Find(window) is { } list
            ? profile.Languages.FirstOrDefault(language => language.Value.Contains(list.Name, StringComparer.Ordinal)).Key
            : null;

    public static bool Matches(IReadOnlyList<string> patterns, string text) =>
        text.Length > 0 && patterns.Any(pattern => Matches(pattern, text));

    private static bool Matches(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, ProfileFields.Patience);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static string? Trouble(WindowFacts facts, SelectorProfile? profile, IReadOnlyList<SelectorProfile> all)
    {
        if (facts.Session != SessionState.Interactive)
        {
            return WindowState.Locked;
        }

        if (facts.ClientVersion is null && facts.WindowClass is null)
        {
            return WindowState.NotRunning;
        }

        // Before the version: who is logged out has to log in, whatever runs.
        var known = profile is null ? all : [profile];
        if (facts.WindowClass is { } login && known.Any(one => Matches(one.LoginClasses, login)))
        {
            return WindowState.LoggedOut;
        }

        if (facts.OtherWindows.Any(other => known.Any(one =>
            Matches(one.VerificationTexts, other.Title) || Matches(one.VerificationTexts, other.ClassName))))
        {
            return WindowState.Verification;
        }

        if (profile is null)
        {
            return WindowState.VersionUnknown;
        }

        return facts switch
        {
            { IsMinimised: true } => WindowState.Minimised,
            // The client runs and shows windows, and none of them is one that is known.
            { WindowClass: null, OtherWindows.Count: > 0 } => WindowState.SelectorDrift,
            { WindowClass: null } => WindowState.Minimised,
            _ when !Matches(profile.WindowClasses, facts.WindowClass!) => WindowState.SelectorDrift,
            _ => null,
        };
    }

    private static bool IsHidden(SelectorProfile profile, UiNode window)
    {
        var parts = window.Subtree().Skip(1).Take(PartsOfHiddenTree + 1).Count();
        return parts <= PartsOfHiddenTree
            && (profile.ShellClasses.Count == 0 || Matches(profile.ShellClasses, window.ClassName) || parts == 0);
    }
}
