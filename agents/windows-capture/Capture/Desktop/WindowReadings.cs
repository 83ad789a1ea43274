namespace WeChatPlatform.Capture.Desktop;

/// <summary>How a window tells chats apart. Not unique: two customers may have one name.</summary>
public readonly record struct ChatKey(string Name, bool IsGroup);

/// <summary>One entry of the chat list.</summary>
/// <remarks>
/// <paramref name="Members"/> is absent for a private chat. <paramref name="Unread"/> counts what others said since the
/// chat was open; the open chat has none. <paramref name="Preview"/> is the last row in one shortened line.
/// </remarks>
public sealed record ListedChat(string Name, int? Members, int Unread, string Preview)
{
    /// <summary>Absent where the list does not tell groups from private chats, as in WeChat 4.x; the open chat does.</summary>
    public bool? IsGroup { get; init; } = Members is not null;

    /// <summary>
    /// Another chat of the window has this name, or one that a person could take for it, and may be of the same kind: who
    /// is written to by this name cannot be proven.
    /// </summary>
    public bool SharesName { get; init; }

    /// <summary>The key; a chat whose kind is not told goes as a private one until it was opened.</summary>
    public ChatKey Key => new(Name, IsGroup ?? false);

    /// <summary>True when this entry can be the chat of that key.</summary>
    public bool CanBe(ChatKey key) => Name == key.Name && (IsGroup is null || IsGroup == key.IsGroup);
}

public enum RowKind
{
    /// <summary>A row with a bubble or its like: something that a person sent.</summary>
    Text,

    /// <summary>A time between messages.</summary>
    Time,

    /// <summary>A notice without a speaker: somebody joined, a message was taken back, a pat.</summary>
    System,
}

/// <summary>Who said it, as far as the window tells. Unknown is never taken for the one or the other.</summary>
public enum RowSide
{
    Unknown,
    Own,
    Other,
}

/// <summary>One row of a chat.</summary>
/// <remarks>
/// <paramref name="RuntimeId"/> tells rows apart within one rendering and may be given to another row later.
/// <paramref name="Sender"/> is absent in private chats and where the window does not tell.
/// </remarks>
public sealed record MessageRow(
    RowKind Kind, string Text, string? RuntimeId = null, RowSide Side = RowSide.Unknown, string? Sender = null)
{
    /// <summary>The accessibility class, which tells what kind of message a row of WeChat 4.x is; absent in 3.9.</summary>
    public string? ClassName { get; init; }

    /// <summary>The instant that a time row stands for, as it was understood when it was read; absent for other rows.</summary>
    public DateTimeOffset? At { get; init; }
}

/// <summary>The chat that is open, and its loaded rows, oldest first.</summary>
public sealed record OpenChat(ChatKey Key, IReadOnlyList<MessageRow> Rows);

/// <summary>A small picture of one row as it stands in the window, over the whole width of the list.</summary>
/// <remarks><paramref name="Rgb"/> holds three bytes a pixel, row by row from the top left.</remarks>
public sealed record RowPicture(int Width, int Height, ReadOnlyMemory<byte> Rgb);

/// <summary>What was saved from a row.</summary>
/// <remarks><paramref name="Name"/> is the file's name without a folder.</remarks>
public sealed record SavedAttachment(string Name, ReadOnlyMemory<byte> Content);
