using System.Text;

namespace WeChatPlatform.Documents;

/// <summary>
/// Values with delimiters, quoted as in RFC 4180. Quotes that do not close, or that stand inside a value, are taken as they are written:
/// what people export is not always right.
/// </summary>
internal static class DelimitedFormat
{
    private const int MaxRows = 1_000_000;

    public static void Read(string text, char delimiter, BlockCollector blocks)
    {
        // Tables of some languages' spreadsheets have semicolons in a .csv.
        var first = text.AsSpan(0, Math.Max(0, text.IndexOf('\n', StringComparison.Ordinal)));
        if (delimiter == ',' && !first.Contains(',') && !first.Contains('，'))
        {
            delimiter = first.Contains('\t') ? '\t' : first.Contains(';') ? ';' : ',';
        }

        TableShape.Add(Rows(text, delimiter), headed: null, blocks, page: null);
    }

    internal static List<IReadOnlyList<string>> Rows(string text, char delimiter)
    {
        var rows = new List<IReadOnlyList<string>>();
        var row = new List<string>();
        var at = 0;
        while (at < text.Length)
        {
            row.Add(text[at] == '"' ? Quoted(text, ref at, delimiter) : Plain(text, ref at, delimiter));
            if (at < text.Length && text[at] == delimiter)
            {
                at++;
                if (at == text.Length)
                {
                    row.Add("");
                }

                continue;
            }

            if (row.Count > 1 || row[0].Length > 0)
            {
                rows.Add(row);
            }

            if (rows.Count > MaxRows)
            {
                throw new TextLimitException();
            }

            row = [];
            at += at + 1 < text.Length && text[at] == '\r' && text[at + 1] == '\n' ? 2 : 1;
        }

        if (row.Count > 0)
        {
            rows.Add(row);
        }

        return rows;
    }

    private static string Plain(string text, ref int at, char delimiter)
    {
        var start = at;
        while (at < text.Length && text[at] != delimiter && text[at] is not ('\n' or '\r'))
        {
            at++;
        }

        return text[start..at];
    }

    private static string Quoted(string text, ref int at, char delimiter)
    {
        var start = at;
        var value = new StringBuilder();
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] != '"')
            {
                value.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == '"')
            {
                value.Append('"');
                i++;
            }
            else if (i + 1 == text.Length || text[i + 1] == delimiter || text[i + 1] is '\n' or '\r')
            {
                at = i + 1;
                return value.ToString();
            }
            else
            {
                // A quote amid the value.
                value.Append('"');
            }
        }

        // It never closes: the quote is a character like any.
        at = start;
        return Plain(text, ref at, delimiter);
    }
}
