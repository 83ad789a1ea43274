using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Tree;

/// <summary>What the session of the person at this PC is in. Input is possible in the first one only.</summary>
public enum SessionState
{
    Interactive,
    Locked,

    /// <summary>A remote desktop session that nobody is connected to: its screen and keys do not exist.</summary>
    Disconnected,

    /// <summary>Session 0, where services run: it has no desktop that a person sees.</summary>
    Service,
}

/// <summary>What is known of the client without its tree.</summary>
/// <remarks>
/// <paramref name="ClientVersion"/> is the file version of the client's program, such as 4.1.10.27; absent when no client runs.
/// <paramref name="WindowClass"/> is the class of the main or login window; absent when it has neither. <paramref name="OtherWindows"/> are the
/// classes and titles of the client's other visible windows, of which one may be a verification dialog.
/// </remarks>
public sealed record WindowFacts(
    SessionState Session,
    string? ClientVersion,
    string? WindowClass,
    string? Title,
    bool IsMinimised,
    IReadOnlyList<(string ClassName, string Title)> OtherWindows);

/// <summary>A key or two at once.</summary>
public enum UiKeys
{
    Enter,
    ControlEnter,
    ControlF,
    Escape,
    Down,
}

/// <summary>
/// One WeChat window as the operating system gives it: a tree to read, elements to click, a keyboard. It knows nothing of
/// chats. One caller at a time. Nothing here touches the client's process or files.
/// </summary>
public interface IWeChatWindow
{
    /// <summary>
    /// Never throws for a client that is not there: that is an answer. The profiles say which processes and windows are a
    /// client's.
    /// </summary>
    Task<WindowFacts> LookAsync(IReadOnlyList<SelectorProfile> profiles, CancellationToken ct);

    /// <summary>
    /// The element with what is below it, to the given depth (0: the element alone), in one cached request. Null when there
    /// is none. What was found once is found again without a search while it lives.
    /// </summary>
    /// <exception cref="DesktopUnavailableException">
    /// As from every member below: not_running, not_answering (a call took longer than it may), minimised, locked,
    /// input_refused (the window did not come to the front, or the keys did not reach it).
    /// </exception>
    Task<UiNode?> ReadAsync(UiSelector element, int depth, CancellationToken ct);

    /// <summary>
    /// Selects or presses an element that was read before; false when it is gone. Done again within ten seconds it is done
    /// in another way, of four: the one before had no effect.
    /// </summary>
    Task<bool> ClickAsync(UiNode node, CancellationToken ct);

    /// <summary>Scrolls a list by pages, down when positive; false when it is at its end.</summary>
    Task<bool> ScrollAsync(UiSelector list, int pages, CancellationToken ct);

    /// <summary>
    /// Replaces what stands in an edit field, through the clipboard; an empty text empties it. Clipboard and foreground window
    /// are as before afterwards, the latter a moment later while a search or a mention is open. The text may show only later:
    /// the caller reads until it does.
    /// </summary>
    /// <param name="edit">The field.</param>
    /// <param name="text">What it will hold.</param>
    /// <param name="lastLook">
    /// Called when all is ready and nothing is left but the keys, which may be seconds after the call: a person may hold a
    /// key, or the window be slow to come to the front. It may read, and throws to keep the keys back.
    /// </param>
    /// <param name="ct">Ends the waiting.</param>
    Task PasteAsync(UiSelector edit, string text, Func<Task>? lastLook, CancellationToken ct);

    /// <summary>Types behind what stands in an edit field, key by key: an @ opens its list only for keys.</summary>
    Task TypeAsync(UiSelector edit, string text, CancellationToken ct);

    /// <inheritdoc cref="PasteAsync" path="/param"/>
    /// <summary>Presses keys in an edit field, or in the window as a whole.</summary>
    Task PressAsync(UiSelector edit, UiKeys keys, Func<Task>? lastLook, CancellationToken ct);

    /// <summary>The screen where the element stands; null when it is covered, outside the screen or gone.</summary>
    Task<RowPicture?> ReadPictureAsync(UiNode node, CancellationToken ct);
}
