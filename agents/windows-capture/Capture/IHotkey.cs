namespace WeChatPlatform.Capture;

/// <summary>A key combination that works whichever window is in front: the kill switch of the person at this PC.</summary>
public interface IHotkey
{
    /// <summary>
    /// Calls <paramref name="pressed"/> for each press until the token is cancelled, then ends with true. Ends with false at
    /// once when the combination cannot be had, because another program has it.
    /// </summary>
    /// <remarks><paramref name="combination"/> is one to three of Ctrl, Alt, Shift and Win, and one key: Ctrl+Alt+F12.</remarks>
    /// <exception cref="FormatException">No such combination.</exception>
    Task<bool> ListenAsync(string combination, Action pressed, CancellationToken ct);
}
