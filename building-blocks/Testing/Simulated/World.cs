namespace WeChatPlatform.Testing;

/// <summary>Everything there is to see in one simulated WeChat.</summary>
public sealed record World(IReadOnlyList<WorldChat> Chats)
{
    public WorldChat Chat(string name) => Chats.Single(chat => chat.Name == name);
}

/// <summary>One chat with all its rows, those included that a list does not load.</summary>
/// <remarks>
/// <paramref name="Members"/> is absent in a private chat. <paramref name="Draft"/> is what stands in the input box.
/// </remarks>
public sealed record WorldChat(
    string Id, string Name, IReadOnlyList<string>? Members, string Draft, IReadOnlyList<WorldRow> Rows)
{
    /// <summary>Who writes here, as the message service names conversations: members of a group, nobody in particular else.</summary>
    public IEnumerable<string> Speakers => Members ?? [""];

    /// <summary>What customers wrote. An empty name stands for everybody.</summary>
    public IReadOnlyList<WorldRow> SaidBy(string speaker) =>
        [.. Rows.Where(row => row is { IsText: true, Own: false } && (string.IsNullOrEmpty(speaker) || row.Sender == speaker))];

    /// <summary>What the account itself said: the agent, or its owner.</summary>
    public IReadOnlyList<WorldRow> Typed => [.. Rows.Where(row => row is { IsText: true, Own: true })];
}

/// <summary>One row. <paramref name="Id"/> grows from row to row over all chats of a desktop.</summary>
public sealed record WorldRow(long Id, string Class, string Text, string? Sender, bool Own, DateTimeOffset At = default)
{
    public bool IsText => Class == "text";
}
