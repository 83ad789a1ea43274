using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Tests.Reading;

/// <summary>
/// All places where rows that were read fit a known tail, found by trying every one. Written from the definition, without
/// a look at how the agent finds its place: at a place each message that lies over a known one has its text, side, sender
/// and time, as far as they are told, or stands for one that was taken back.
/// </summary>
internal sealed class TailPlaces
{
    private readonly List<(MessageRow Row, MessageRow? Time, int Index)> _known;
    private readonly List<(MessageRow Row, MessageRow? Time, int Index)> _rows;

    public TailPlaces(IReadOnlyList<MessageRow> known, IReadOnlyList<MessageRow> rows)
    {
        _known = Messages(known);
        _rows = Messages(rows);
        for (var place = 1 - _rows.Count; place < _known.Count; place++)
        {
            if (Pairs(place).All(Fits))
            {
                All.Add(place);
            }
        }
    }

    public List<int> All { get; } = [];

    /// <summary>The true place; null when nothing that was read is known.</summary>
    public int? Of(IReadOnlyList<TailModel.Said?> known, IReadOnlyList<TailModel.Said?> rows)
    {
        for (var k = 0; k < _known.Count; k++)
        {
            for (var r = 0; r < _rows.Count; r++)
            {
                if (known[_known[k].Index] is { } said && said == rows[_rows[r].Index])
                {
                    return k - r;
                }
            }
        }

        return null;
    }

    /// <summary>How many messages are new at a place.</summary>
    public int NewAt(int place) => Math.Max(0, _rows.Count + place - _known.Count);

    /// <summary>
    /// More speaks for one place than for another: the badge, or else more messages in common and times at least as many.
    /// </summary>
    public bool SaysMore(int one, int other, int unread)
    {
        var (badge, otherBadge) = (OthersNewAt(one) >= unread, OthersNewAt(other) >= unread);
        return badge != otherBadge ? badge : Same(one) > Same(other) && Times(one) >= Times(other) && Slots(one) >= Slots(other);
    }

    /// <summary>So little in common that more new messages would rest on it than it can carry.</summary>
    public bool IsWeak(int place, int unread) => Same(place) <= 2 && NewAt(place) > Same(place) + 1
        && (unread == 0 || OthersNewAt(place) != unread);

    private int OthersNewAt(int place) => _rows.TakeLast(NewAt(place)).Count(message => message.Row.Side != RowSide.Own);

    private int Same(int place) => Pairs(place).Count(pair => pair.Known.Row.Text == pair.Row.Row.Text);

    private int Times(int place) => Pairs(place).Count(pair => pair.Known.Time is not null && pair.Row.Time is not null);

    private int Slots(int place) => Pairs(place).Count(pair =>
        pair.Known.Row.RuntimeId is { } id && id == pair.Row.Row.RuntimeId);

    private IEnumerable<((MessageRow Row, MessageRow? Time, int Index) Known, (MessageRow Row, MessageRow? Time, int Index) Row)> Pairs(int place)
    {
        for (var r = Math.Max(0, -place); r < _rows.Count && r + place < _known.Count; r++)
        {
            yield return (_known[r + place], _rows[r]);
        }
    }

    private static bool Fits(((MessageRow Row, MessageRow? Time, int Index) Known, (MessageRow Row, MessageRow? Time, int Index) Row) pair)
    {
        var (known, row) = (pair.Known.Row, pair.Row.Row);
        if (row.Kind == RowKind.System)
        {
            return true;
        }

        return known.Kind == RowKind.Text && known.Text == row.Text
            && (known.Side == row.Side || known.Side == RowSide.Unknown || row.Side == RowSide.Unknown)
            && (known.Sender == row.Sender || known.Sender is null || row.Sender is null)
            && (pair.Known.Time is not { At: { } before } || pair.Row.Time is not { At: { } after } || before == after);
    }

    private static List<(MessageRow, MessageRow?, int)> Messages(IReadOnlyList<MessageRow> rows)
    {
        var messages = new List<(MessageRow, MessageRow?, int)>();
        MessageRow? time = null;
        for (var index = 0; index < rows.Count; index++)
        {
            if (rows[index].Kind == RowKind.Time)
            {
                time = rows[index];
            }
            else if (rows[index].Kind == RowKind.Text || rows[index].Text.Contains("撤回", StringComparison.Ordinal))
            {
                messages.Add((rows[index], time, index));
                time = null;
            }
        }

        return messages;
    }
}
