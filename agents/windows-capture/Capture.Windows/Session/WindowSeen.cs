namespace WeChatPlatform.Capture.Windows.Session;

/// <summary>A top-level window of the client.</summary>
/// <remarks>
/// <paramref name="ClassName"/> is the window class; <see cref="TreeClass"/> the class that its tree says, which is another
/// one in WeChat 4.x, where main and login window have one window class. <paramref name="Area"/> is in pixels.
/// </remarks>
internal sealed record WindowSeen(
    nint Handle, int ProcessId, string ClassName, string Title, bool IsVisible, bool IsMinimised, bool HasOwner, long Area)
{
    /// <summary>Absent while it was not asked for, and when there is no tree.</summary>
    public string? TreeClass { get; init; }
}
