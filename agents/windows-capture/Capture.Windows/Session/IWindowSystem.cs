using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Windows.Session;

/// <summary>The windows of this session as Windows itself knows them. Every member may hang with the client.</summary>
internal interface IWindowSystem
{
    SessionReading ReadSession();

    /// <summary>The top-level windows of these programs, without folder, in no order; also whether any of them runs.</summary>
    ProgramWindows FindWindows(IReadOnlyCollection<string> programs);

    /// <summary>File version of the program of a process; null when it may not be read.</summary>
    string? FileVersion(int processId);

    bool Exists(nint window);

    /// <summary>Minimised, or hidden in the tray.</summary>
    bool IsHidden(nint window);

    /// <summary>Windows itself noticed that the window takes no messages.</summary>
    bool IsHung(nint window);

    nint Foreground { get; }

    /// <summary>Whether the keys go to the window or to a popup of it.</summary>
    bool IsInFront(nint window);

    /// <summary>Asks; whether it came is <see cref="IsInFront"/>'s to say.</summary>
    void BringToFront(nint window);

    /// <summary>Whether nothing lies over the rectangle, and it is on the screen.</summary>
    bool IsUncovered(nint window, UiRect area);

    /// <summary>The screen there, four bytes a pixel: blue, green, red, nothing. Null when it could not be had.</summary>
    byte[]? Picture(UiRect area);
}

/// <summary>What <see cref="IWindowSystem.FindWindows"/> found.</summary>
/// <remarks><paramref name="ProcessId"/> is that of a process of the programs; absent when none runs.</remarks>
internal sealed record ProgramWindows(int? ProcessId, IReadOnlyList<WindowSeen> Windows);
