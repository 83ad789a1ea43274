using Microsoft.Extensions.Logging;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Capture.Windows.Automation;
using WeChatPlatform.Capture.Windows.Session;

namespace WeChatPlatform.Capture.Windows;

/// <summary>Finds the client's windows among those of the session, by program and class, never from the root of the tree.</summary>
internal sealed class ClientFinder(IWindowSystem windows, ILogger logger)
{
    // A window's class in the tree changes once, when the client shows its tree; asking costs a call into the client.
    private Dictionary<nint, string> _treeClasses = [];
    private (int ProcessId, string? Version) _version = (-1, null);
    private IReadOnlyCollection<string> _programs = [];
    private int _looks;

    /// <summary>The windows of the client; null when it has neither a main nor a login window.</summary>
    public ClientWindows? Client { get; private set; }

    /// <param name="profiles">Say which programs and classes are a client's.</param>
    /// <param name="treeClass">The class that the tree of a window says; null when it has no tree.</param>
    public WindowFacts Look(IReadOnlyList<SelectorProfile> profiles, Func<nint, string?> treeClass)
    {
        // One that hung may come back while a later one is made; what it saw is old, and the later one's to say.
        var look = Interlocked.Increment(ref _looks);
        var session = windows.ReadSession().State;
        _programs = [.. profiles.SelectMany(profile => profile.Processes).Distinct(StringComparer.OrdinalIgnoreCase)];
        var found = windows.FindWindows(_programs);
        if (found.ProcessId is not { } process)
        {
            Become(look, main: null, [], version: null, []);
            return new WindowFacts(session, null, null, null, IsMinimised: false, []);
        }

        var known = new Dictionary<nint, string>(_treeClasses);
        var seen = found.Windows.Select(window => window with { TreeClass = TreeClass(window, known, treeClass) }).ToList();
        foreach (var gone in known.Keys.Except(seen.Select(window => window.Handle)).ToList())
        {
            known.Remove(gone);
        }

        var main = WindowChoice.Of(seen, profiles, Client?.Main ?? 0);
        var version = Version(main?.ProcessId ?? process);
        var others = seen.Where(window => IsOther(window, main?.Handle)).ToList();
        Become(look, main, others, version, known);
        return new WindowFacts(
            session,
            version,
            main is null ? null : main.TreeClass ?? main.ClassName,
            main?.Title,
            main is { IsMinimised: true } or { IsVisible: false },
            [.. others.Select(window => (window.TreeClass ?? window.ClassName, window.Title))]);
    }

    private static bool IsOther(WindowSeen window, nint? main) => window.IsVisible && window.Area > 0 && window.Handle != main;

    /// <summary>
    /// The other windows of the same client as they are now: a list that opens for what was just typed was not there at the
    /// last look, and a second client's is not for this one.
    /// </summary>
    private List<nint> OthersNow(WindowSeen main) =>
        [.. windows.FindWindows(_programs).Windows.Where(window => window.ProcessId == main.ProcessId && IsOther(window, main.Handle))
            .Select(window => window.Handle)];

    private void Become(int look, WindowSeen? main, List<WindowSeen> others, string? version, Dictionary<nint, string> treeClasses)
    {
        if (look != Volatile.Read(ref _looks))
        {
            return;
        }

        _treeClasses = treeClasses;
        if (main is not null && main.Handle != Client?.Main)
        {
            logger.WindowFound(main.Handle, main.TreeClass ?? main.ClassName, version);
        }

        Client = main is null ? null : new ClientWindows(main.Handle, () => OthersNow(main));
    }

    private string? TreeClass(WindowSeen window, Dictionary<nint, string> knownClasses, Func<nint, string?> treeClass)
    {
        if (knownClasses.TryGetValue(window.Handle, out var known))
        {
            return known;
        }

        if (!window.IsVisible || window.IsMinimised)
        {
            return null;
        }

        if (windows.IsHung(window.Handle))
        {
            throw new DesktopUnavailableException("not_answering");
        }

        var name = treeClass(window.Handle);
        if (name is not null && name != window.ClassName)
        {
            knownClasses[window.Handle] = name;
        }

        return name;
    }

    private string? Version(int process)
    {
        // Asked again while it is not known: a client that just started may not be readable yet.
        if (_version.ProcessId != process || _version.Version is null)
        {
            _version = (process, windows.FileVersion(process));
        }

        return _version.Version;
    }
}
