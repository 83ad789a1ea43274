namespace WeChatPlatform.Capture.Desktop;

/// <summary>
/// What can be done with one WeChat window. A simulated one here; UI Automation on Windows. One caller at a time: the
/// window has one open chat and one input box. Chats are addressed by name and kind, because a window knows no ids.
/// </summary>
public interface IWeChatDesktop
{
    /// <summary>
    /// Most UTF-16 units that the window takes as one message. A longer text is refused before it is typed: the client
    /// would cut it or make a file of it, and an answer is split by who wrote it.
    /// </summary>
    int LongestText => int.MaxValue;

    /// <summary>The chat list from the top.</summary>
    /// <exception cref="DesktopUnavailableException">As from every member: the window cannot be driven now.</exception>
    Task<IReadOnlyList<ListedChat>> ListChatsAsync(CancellationToken ct);

    /// <summary>
    /// Opens the first chat of that name and, where the list tells, kind, and shows its newest rows; its badge goes. False
    /// when there is none.
    /// </summary>
    Task<bool> OpenChatAsync(ChatKey chat, CancellationToken ct);

    /// <summary>Which chat is open, without a look at what was said in it; null when none is.</summary>
    Task<ChatKey?> ReadTitleAsync(CancellationToken ct);

    /// <summary>The open chat as far as its rows are loaded, oldest first; null when none is open.</summary>
    Task<OpenChat?> ReadOpenChatAsync(CancellationToken ct);

    /// <summary>
    /// A picture of a row of the open chat; null when the window cannot show it: covered, minimised, the row gone. The
    /// caller reads the rows again afterwards to be sure that it is a picture of the row that it meant.
    /// </summary>
    Task<RowPicture?> ReadRowPictureAsync(MessageRow row, CancellationToken ct);

    /// <summary>
    /// Saves the image or file of a row of the open chat. Null when it cannot be saved, or is larger than
    /// <paramref name="maxBytes"/>.
    /// </summary>
    Task<SavedAttachment?> SaveAttachmentAsync(MessageRow row, long maxBytes, CancellationToken ct);

    /// <summary>What stands in the input box of the open chat.</summary>
    Task<string> ReadInputAsync(CancellationToken ct);

    /// <summary>Replaces what stands in the input box of the open chat. It may take a moment to show.</summary>
    Task SetInputAsync(string text, CancellationToken ct);

    Task PressEnterAsync(CancellationToken ct);
}
