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
    public ChatKey Key => new(Name, Members is not null);
}

public enum RowKind
{
    Text,
    Time,
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
    RowKind Kind, string Text, string? RuntimeId = null, RowSide Side = RowSide.Unknown, string? Sender = null);

/// <summary>The chat that is open, and its loaded rows, oldest first.</summary>
public sealed record OpenChat(ChatKey Key, IReadOnlyList<MessageRow> Rows);
