namespace WeChatPlatform.Capture.Control;

/// <summary>
/// A combination of keys that stops sending whatever window is in front: for the person who sees that something goes wrong.
/// Implemented where the operating system has such keys; without an implementation there is no hotkey.
/// </summary>
public interface IHotkey
{
    /// <summary>The keys as a person reads them, such as Ctrl+Alt+F12.</summary>
    string Keys { get; }

    /// <summary>
    /// Takes the keys at the first call and completes when they are pressed; called again for the next time. Cancelling
    /// gives the keys back.
    /// </summary>
    /// <exception cref="HotkeyUnavailableException">Another program has them.</exception>
    Task PressedAsync(CancellationToken ct);
}

/// <summary>The keys cannot be had.</summary>
public sealed class HotkeyUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
