using System.Runtime.InteropServices;
using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Reading;

/// <summary>A message, or the notice in the place of one, with the time that stands right above it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TailMark(
    int Row, string Identity, bool IsRecall, RowSide Side, string? Sender, string? RuntimeId, MessageRow? Time)
{
    /// <summary>The messages among rows, oldest first.</summary>
    public static TailMark[] Of(IReadOnlyList<MessageRow> rows)
    {
        var marks = new List<TailMark>(rows.Count);
        MessageRow? time = null;
        for (var index = 0; index < rows.Count; index++)
        {
            var row = rows[index];
            var isRecall = MessageKinds.IsRecall(row);
            if (row.Kind == RowKind.Text || isRecall)
            {
                marks.Add(new TailMark(
                    index, MessageKinds.IdentityOf(row), isRecall, row.Side, row.Sender, row.RuntimeId, time));
                time = null;
            }
            else if (row.Kind == RowKind.Time)
            {
                time = row;
            }
        }

        return [.. marks];
    }

    /// <summary>True when one cannot be the other.</summary>
    public static bool Contradict(in TailMark old, in TailMark now)
    {
        if (now.IsRecall && !old.IsRecall)
        {
            // A message that was taken back leaves a notice in its place.
            return false;
        }

        return old.IsRecall != now.IsRecall
            || old.Identity != now.Identity
            || (old.Side != now.Side && old.Side != RowSide.Unknown && now.Side != RowSide.Unknown)
            || (old.Sender != now.Sender && old.Sender is not null && now.Sender is not null);
    }

    /// <summary>Whether two times are one; null when one is missing, or two labels cannot be compared.</summary>
    public static bool? SameTime(MessageRow? old, MessageRow? now)
    {
        if (old is null || now is null)
        {
            return null;
        }

        return old.At is { } before && now.At is { } after
            ? (before - after).Duration() < TimeSpan.FromMinutes(2)
            : old.Text == now.Text ? true : null;
    }
}
