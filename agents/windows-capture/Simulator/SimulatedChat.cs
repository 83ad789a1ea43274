using System.Globalization;

namespace WeChatPlatform.Simulator;

internal enum RowClass
{
    Text,
    Time,
    System,
}

/// <summary>One row of a chat. <paramref name="Own"/> is true for what the account itself said.</summary>
internal sealed record SimulatedRow(long Id, RowClass Class, string Text, string? Sender, bool Own, DateTimeOffset At)
{
    /// <summary>What was sent; a plain text unless it says otherwise.</summary>
    public SimulatedMessage Message { get; init; } = new(Text);
}

/// <summary>A chat as it is now. Mutable; guarded by the lock of <see cref="SimulatedWorld"/>.</summary>
internal sealed class SimulatedChat(string id, string name, IReadOnlyList<string>? members)
{
    private const int PreviewLength = 30;
    private static readonly TimeSpan QuietBeforeTimeRow = TimeSpan.FromMinutes(5);

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

            var line = RowRendering.Line(last);
            line = IsGroup && !last.Own && last.Sender is not null ? $"{last.Sender}: {line}" : line;
            return line.Length <= PreviewLength ? line : line[..PreviewLength] + "…";
        }
    }

    /// <summary>Adds a message, under a time when it was quiet before.</summary>
    public void Add(WorldEvent change, bool own, Func<long> nextId)
    {
        AddTime(change.At, nextId);
        LastActivity = nextId();
        Rows.Add(new SimulatedRow(LastActivity, RowClass.Text, change.Text!, change.Sender, own, change.At)
        {
            Message = change.Message ?? new SimulatedMessage(change.Text!),
        });
    }

    /// <summary>Adds a row without a speaker.</summary>
    public void AddNotice(WorldEvent change, Func<long> nextId)
    {
        AddTime(change.At, nextId);
        LastActivity = nextId();
        Rows.Add(new SimulatedRow(LastActivity, RowClass.System, change.Text!, null, Own: false, change.At));
    }

    /// <summary>Puts the notice into the place of a message.</summary>
    public void TakeBack(long rowId)
    {
        var place = Rows.FindIndex(row => row.Id == rowId);
        var row = Rows[place];
        var notice = row.Own ? "你撤回了一条消息" : $"\"{row.Sender}\" 撤回了一条消息";
        Rows[place] = new SimulatedRow(row.Id, RowClass.System, notice, null, Own: false, row.At);
    }

    private void AddTime(DateTimeOffset at, Func<long> nextId)
    {
        if (Rows.Count == 0 || at - Rows[^1].At > QuietBeforeTimeRow)
        {
            var clock = at.ToString("HH:mm", CultureInfo.InvariantCulture);
            Rows.Add(new SimulatedRow(nextId(), RowClass.Time, clock, null, Own: false, at));
        }
    }
}
