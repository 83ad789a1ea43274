using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.Versioning;
using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Windows.Session;

/// <summary>Win32. Asks windows for nothing that they would have to answer themselves: one that hangs must not hang this.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowSystem(TimeProvider time) : IWindowSystem
{
    private const int OwnerWindow = 4;
    private const uint RootAncestor = 2;
    private const uint RootOwner = 3;
    // Inside the edges, where neighbours and shadows begin.
    private const int Margin = 2;
    private const int TitleLength = 256;

    private static readonly int OwnSession = Session();

    private readonly RunningPrograms _running = new(ProcessesOf, time);

    public SessionReading ReadSession() => SessionProbe.Read();

    public nint Foreground => User32.GetForegroundWindow();

    public ProgramWindows FindWindows(IReadOnlyCollection<string> programs)
    {
        var all = TopLevelWindows.All().Select(handle =>
        {
            _ = User32.GetWindowThreadProcessId(handle, out var process);
            return (Handle: handle, Process: (int)process);
        }).ToList();
        var processes = _running.Of(programs, kept => all.Exists(window => kept.Contains(window.Process)));
        if (processes.Count == 0)
        {
            return new ProgramWindows(null, []);
        }

        var windows = all.Where(window => processes.Contains(window.Process)).Select(window => See(window.Handle, window.Process)).ToList();
        return new ProgramWindows(windows.Count > 0 ? windows[0].ProcessId : processes.Min(), windows);
    }

    public string? FileVersion(int processId)
    {
        try
        {
            if (ProcessImage.PathOf(processId) is not { } path)
            {
                return null;
            }

            var version = FileVersionInfo.GetVersionInfo(path);
            return FileVersions.Of(
                version.FileMajorPart, version.FileMinorPart, version.FileBuildPart, version.FilePrivatePart, version.FileVersion);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or Win32Exception)
        {
            return null;
        }
    }

    public bool Exists(nint window) => User32.IsWindow(window);

    public bool IsHidden(nint window) => User32.IsIconic(window) || !User32.IsWindowVisible(window);

    public bool IsHung(nint window) => User32.IsHungAppWindow(window);

    public bool IsInFront(nint window)
    {
        var front = Foreground;
        return front != 0 && (front == window || User32.GetAncestor(front, RootOwner) == window);
    }

    public void BringToFront(nint window)
    {
        if (User32.SetForegroundWindow(window) && IsInFront(window))
        {
            return;
        }

        // Windows lets nobody but the program in front change the front: for a moment this thread shares its input.
        // Not with one that hangs, which would hang with it, and neither would ever be parted.
        var own = User32.GetCurrentThreadId();
        var inFront = Foreground;
        var front = User32.GetWindowThreadProcessId(inFront, out _);
        if (front == 0 || front == own || User32.IsHungAppWindow(inFront) || User32.IsHungAppWindow(window)
            || !User32.AttachThreadInput(own, front, attach: true))
        {
            return;
        }

        try
        {
            _ = User32.SetForegroundWindow(window);
        }
        finally
        {
            _ = User32.AttachThreadInput(own, front, attach: false);
        }
    }

    public bool IsUncovered(nint window, UiRect area)
    {
        if (area.Width <= 2 * Margin || area.Height <= 2 * Margin)
        {
            return false;
        }

        int[] columns = [area.Left + Margin, area.Left + (area.Width / 4), area.Left + (area.Width / 2),
            area.Left + (area.Width * 3 / 4), area.Left + area.Width - 1 - Margin];
        int[] rows = [area.Top + Margin, area.Top + (area.Height / 2), area.Top + area.Height - 1 - Margin];
        return columns.All(x => rows.All(y => User32.GetAncestor(User32.WindowFromPoint(new Point(x, y)), RootAncestor) == window));
    }

    public byte[]? Picture(UiRect area) => ScreenPicture.Take(area);

    private static HashSet<int> ProcessesOf(IReadOnlyCollection<string> programs)
    {
        var processes = new HashSet<int>();
        foreach (var name in programs.Select(Path.GetFileNameWithoutExtension).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase))
        {
            foreach (var process in Process.GetProcessesByName(name))
            {
                using (process)
                {
                    // Another person's client on this PC is none of ours.
                    if (process.SessionId == OwnSession)
                    {
                        processes.Add(process.Id);
                    }
                }
            }
        }

        return processes;
    }

    private static int Session()
    {
        using var own = Process.GetCurrentProcess();
        return own.SessionId;
    }

    private static WindowSeen See(nint handle, int process)
    {
        var area = User32.GetWindowRect(handle, out var edges) ? (long)(edges.Right - edges.Left) * (edges.Bottom - edges.Top) : 0;
        return new WindowSeen(
            handle,
            process,
            Text(handle, User32.GetClassName),
            Text(handle, User32.InternalGetWindowText),
            User32.IsWindowVisible(handle),
            User32.IsIconic(handle),
            User32.GetWindow(handle, OwnerWindow) != 0,
            area);
    }

    private static unsafe string Text(nint window, Func<nint, nint, int, int> read)
    {
        Span<char> text = stackalloc char[TitleLength];
        fixed (char* start = text)
        {
            return text[..Math.Clamp(read(window, (nint)start, TitleLength), 0, TitleLength)].ToString();
        }
    }
}
