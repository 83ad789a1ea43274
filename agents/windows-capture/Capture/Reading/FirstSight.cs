using WeChatPlatform.Capture.Desktop;

namespace WeChatPlatform.Capture.Reading;

/// <summary>Which rows of a chat are new when it is read for the first time: nothing is known of it but list entries.</summary>
internal static class FirstSight
{
    private const int ShortestAnchor = 4;
    private const string Speaks = ": ";

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
            var shown = LastShown(rows, badge.Preview);
            first = Math.Min(first, CountBack(rows, shown + 1 ?? rows.Count, badge.Count));
            if (shown is { } last && (string.IsNullOrEmpty(quietPreview) || !Shows(quietPreview, rows[last])))
            {
                first = Math.Min(first, FirstCopy(rows, last));
            }
        }

        return first;
    }

    /// <summary>The index where the last <paramref name="count"/> rows of others before <paramref name="end"/> begin.</summary>
    public static int CountBack(IReadOnlyList<MessageRow> rows, int end, int count)
    {
        var first = end;
        for (var index = end - 1; index >= 0 && count > 0; index--)
        {
            if (MessageKinds.IsRecall(rows[index]) || (rows[index].Kind == RowKind.Text && rows[index].Side != RowSide.Own))
            {
                first = index;
                count--;
            }
        }

        return first;
    }

    /// <summary>
    /// The row that the badge's preview shows may have copies right above it, and one of the lower ones may have come while
    /// the chat was opened. Which copy the badge meant cannot be told, and none may be lost: all that stand together are
    /// new, without a time or anything else between. What was read a minute ago may so be captured once more.
    /// </summary>
    private static int FirstCopy(IReadOnlyList<MessageRow> rows, int last)
    {
        var first = last;
        while (first > 0 && rows[first - 1].Kind == RowKind.Text && rows[last].Kind == RowKind.Text
            && rows[first - 1].Side != RowSide.Own
            && MessageKinds.IdentityOf(rows[first - 1]) == MessageKinds.IdentityOf(rows[last]))
        {
            first--;
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

    /// <summary>
    /// Previews are one line, shortened, name what cannot be shown, and in groups begin with the speaker, whom the row may
    /// not tell.
    /// </summary>
    internal static bool Shows(string preview, MessageRow row)
    {
        var line = row.Text.ReplaceLineEndings(" ");
        return IsLine(preview, line, row.Sender) || IsLine(preview, MessageKinds.PreviewOf(row), row.Sender);
    }

    private static bool IsLine(string preview, string line, string? sender)
    {
        var speaker = sender is null ? preview.IndexOf(Speaks, StringComparison.Ordinal) : -1;
        return IsStart(preview, line)
            || (sender is not null && IsStart(preview, sender + Speaks + line))
            || (speaker > 0 && IsStart(preview[(speaker + Speaks.Length)..], line));
    }

    private static bool IsStart(string preview, string line)
    {
        if (preview == line)
        {
            return true;
        }

        var start = preview.TrimEnd('…', '.');
        return start.Length < preview.Length && start.Length >= ShortestAnchor
            && line.StartsWith(start, StringComparison.Ordinal);
    }
}

/// <summary>A badge with the preview that stood beside it.</summary>
internal readonly record struct UnreadCount(int Count, string Preview);
