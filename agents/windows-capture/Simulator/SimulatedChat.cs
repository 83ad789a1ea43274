namespace WeChatPlatform.Simulator;

internal enum RowClass
{
    Text,
    Time,
    System,
}

/// <summary>One row of a chat. <paramref name="Own"/> is true for what the account itself said.</summary>
internal sealed record SimulatedRow(long Id, RowClass Class, string Text, string? Sender, bool Own, DateTimeOffset At);

/// <summary>A chat as it is now. Mutable; guarded by the lock of <see cref="SimulatedWorld"/>.</summary>
internal sealed class SimulatedChat(string id, string name, IReadOnlyList<string>? members)
{
    private const int PreviewLength = 30;

    public string Id { get; } = id;
    public string Name { get; } = name;

    /// <summary>The customers in a group; null in a private chat.</summary>
    public IReadOnlyList<string>? Members { get; } = members;
    public List<SimulatedRow> Rows { get; } = [];
    public string Draft { get; set; } = "";
    public int Unread { get; set; }
    public long LastActivity { get; set; }

    public bool IsGroup => Members is not null;

    /// <summary>As the chat list shows it: one line, shortened, with the speaker in a group.</summary>
    public string Preview
    {
        get
        {
            var last = Rows.FindLast(row => row.Class != RowClass.Time);
            if (last is null)
            {
                return "";
            }

            var line = (IsGroup && !last.Own && last.Sender is not null ? $"{last.Sender}: {last.Text}" : last.Text)
                .ReplaceLineEndings(" ");
            return line.Length <= PreviewLength ? line : line[..PreviewLength] + "…";
        }
    }
}
