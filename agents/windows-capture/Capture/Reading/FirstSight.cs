using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Reading;

/// <summary>Which rows of a chat are new when it is read for the first time: nothing is known of it but list entries.</summary>
internal static class FirstSight
{
    private const int ShortestAnchor = 4;

    /// <summary>The index of the first new row.</summary>
    /// <remarks>
    /// <paramref name="quietPreview"/> is the preview when the chat was first seen without a badge, or null: what follows
    /// its row is new. <paramref name="badge"/> counts the last of the others' rows; rows that came after the badge was
    /// read lie behind the row of its preview and are new as well. The earlier of both places wins.
    /// </remarks>
    public static int FirstNew(IReadOnlyList<MessageRow> rows, string? quietPreview, UnreadCount badge)
    {
        var first = rows.Count;
        if (!string.IsNullOrEmpty(quietPreview) && LastShown(rows, quietPreview) is { } quiet)
        {
            first = quiet + 1;
        }

        if (badge.Count > 0)
        {
            var end = LastShown(rows, badge.Preview) is { } shown ? shown + 1 : rows.Count;
            first = Math.Min(first, CountBack(rows, end, badge.Count));
        }

        return first;
    }

    /// <summary>The index where the last <paramref name="count"/> rows of others before <paramref name="end"/> begin.</summary>
    public static int CountBack(IReadOnlyList<MessageRow> rows, int end, int count)
    {
        var first = end;
        for (var index = end - 1; index >= 0 && count > 0; index--)
        {
            if (rows[index].Kind == RowKind.Text && rows[index].Side != RowSide.Own)
            {
                first = index;
                count--;
            }
        }

        return first;
    }

    private static int? LastShown(IReadOnlyList<MessageRow> rows, string preview)
    {
        for (var index = rows.Count - 1; index >= 0; index--)
        {
            if (rows[index].Kind != RowKind.Time && Shows(preview, rows[index]))
            {
                return index;
            }
        }

        return null;
    }

    /// <summary>Previews are one line, shortened, and in groups begin with the speaker.</summary>
    internal static bool Shows(string preview, MessageRow row)
    {
        var line = row.Text.ReplaceLineEndings(" ");
        var spoken = row.Sender is null ? line : $"{row.Sender}: {line}";
        if (preview == line || preview == spoken)
        {
            return true;
        }

        var start = preview.TrimEnd('…', '.');
        return start.Length < preview.Length && start.Length >= ShortestAnchor
            && (line.StartsWith(start, StringComparison.Ordinal) || spoken.StartsWith(start, StringComparison.Ordinal));
    }
}

/// <summary>A badge with the preview that stood beside it.</summary>
internal readonly record struct UnreadCount(int Count, string Preview);
