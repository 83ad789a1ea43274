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
    private readonly Dictionary<nint, string> _treeClasses = [];
    private (int ProcessId, string? Version) _version = (-1, null);

    /// <summary>The windows of the client; null when it has neither a main nor a login window.</summary>
    public ClientWindows? Client { get; private set; }

    /// <param name="profiles">Say which programs and classes are a client's.</param>
    /// <param name="treeClass">The class that the tree of a window says; null when it has no tree.</param>
    public WindowFacts Look(IReadOnlyList<SelectorProfile> profiles, Func<nint, string?> treeClass)
    {
        var session = windows.ReadSession().State;
        var found = windows.FindWindows([.. profiles.SelectMany(profile => profile.Processes).Distinct(StringComparer.OrdinalIgnoreCase)]);
        if (found.ProcessId is not { } process)
        {
            Client = null;
            _treeClasses.Clear();
            return new WindowFacts(session, null, null, null, IsMinimised: false, []);
        }

        var seen = found.Windows.Select(window => window with { TreeClass = TreeClass(window, treeClass) }).ToList();
        foreach (var gone in _treeClasses.Keys.Except(seen.Select(window => window.Handle)).ToList())
        {
            _treeClasses.Remove(gone);
        }

        var main = WindowChoice.Of(seen, profiles, Client?.Main ?? 0);
        var version = Version(main?.ProcessId ?? process);
        var others = seen.Where(window => window.IsVisible && window.Area > 0 && window.Handle != main?.Handle).ToList();
        Become(main, others, version);
        return new WindowFacts(
            session,
            version,
            main is null ? null : main.TreeClass ?? main.ClassName,
            main?.Title,
            main is { IsMinimised: true } or { IsVisible: false },
            [.. others.Select(window => (window.TreeClass ?? window.ClassName, window.Title))]);
    }

    private void Become(WindowSeen? main, List<WindowSeen> others, string? version)
    {
        if (main is not null && main.Handle != Client?.Main)
        {
            logger.WindowFound(main.Handle, main.TreeClass ?? main.ClassName, version);
        }

        Client = main is null ? null : new ClientWindows(main.Handle, [.. others.Select(window => window.Handle)]);
    }

    private string? TreeClass(WindowSeen window, Func<nint, string?> treeClass)
    {
        if (_treeClasses.TryGetValue(window.Handle, out var known))
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
            _treeClasses[window.Handle] = name;
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
