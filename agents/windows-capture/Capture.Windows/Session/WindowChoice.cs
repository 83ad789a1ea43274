using System.Text.RegularExpressions;
using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Windows.Session;

/// <summary>Which of the client's windows is the one to drive.</summary>
internal static class WindowChoice
{
    private static readonly TimeSpan MatchTime = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The main window before the login window, one that says so in its tree before one of the class alone, one that is
    /// shown before one that is not, the largest. Null when there is neither.
    /// </summary>
    /// <remarks>
    /// <paramref name="last"/> is the one that was driven before: as long as it is as good as any, it stays, because a PC with
    /// two clients must not be driven in turns.
    /// </remarks>
    public static WindowSeen? Of(IReadOnlyList<WindowSeen> windows, IReadOnlyList<SelectorProfile> profiles, nint last)
    {
        var main = Patterns(profiles, profile => profile.WindowClasses);
        var login = Patterns(profiles, profile => profile.LoginClasses);
        return windows
            .Select(window => (Window: window, Rank: Rank(window, main, login)))
            .Where(ranked => ranked.Rank is not null)
            .OrderBy(ranked => ranked.Rank)
            .ThenByDescending(ranked => ranked.Window.IsVisible && !ranked.Window.IsMinimised)
            .ThenByDescending(ranked => ranked.Window.IsVisible)
            .ThenByDescending(ranked => ranked.Window.Handle == last)
            .ThenByDescending(ranked => ranked.Window.Area)
            .ThenBy(ranked => ranked.Window.Handle)
            .Select(ranked => ranked.Window)
            .FirstOrDefault();
    }

    /// <summary>Lower is better; null for a window that is neither.</summary>
    private static int? Rank(WindowSeen window, List<Regex> main, List<Regex> login)
    {
        // A hidden window without a title is a helper of the toolkit; one with a title waits in the tray.
        if (window.HasOwner || (!window.IsVisible && window.Title.Length == 0))
        {
            return null;
        }

        if (window.TreeClass is { } tree)
        {
            if (Matches(login, tree) && !Matches(main, tree))
            {
                return 2;
            }

            if (tree != window.ClassName)
            {
                // A window that shows its tree and is neither: a detached chat, a picture, a call.
                return Matches(main, tree) ? 0 : null;
            }
        }

        return Matches(login, window.ClassName) && !Matches(main, window.ClassName) ? 2
            : Matches(main, window.ClassName) ? 1
            : null;
    }

    private static bool Matches(List<Regex> patterns, string name) => patterns.Exists(pattern => pattern.IsMatch(name));

    private static List<Regex> Patterns(
        IReadOnlyList<SelectorProfile> profiles, Func<SelectorProfile, IReadOnlyList<string>> patterns) =>
        [.. profiles.SelectMany(patterns).Distinct(StringComparer.Ordinal)
            .Select(pattern => new Regex(pattern, RegexOptions.CultureInvariant, MatchTime))];
}
