using System.Text;

namespace WeChatPlatform.Documents;

/// <summary>
/// What the rows of a sheet or a table are: questions with answers where its headings say so, else a table whose header is found.
/// Empty rows and columns go.
/// </summary>
internal static class TableShape
{
    /// <summary>Most cells of one table, empty ones included.</summary>
    public const int MaxCells = 8_000_000;

    private const int MaxColumns = 256;
    private const int LongestHeading = 40;
    private const int TitleRows = 3;

    /// <param name="rows">As they stand; they may have different lengths.</param>
    /// <param name="headed">Whether the first row is known to be the header; absent when that has to be found out.</param>
    /// <param name="blocks">Where the result goes.</param>
    /// <param name="page">Page, sheet or slide.</param>
    public static void Add(IReadOnlyList<IReadOnlyList<string>> rows, bool? headed, BlockCollector blocks, int? page)
    {
        var table = Trimmed(rows);
        if (table.Count == 0)
        {
            return;
        }

        // Lines over the table that fill one cell only are its title.
        var first = 0;
        while (headed is null && first < TitleRows && first + 1 < table.Count && table[first].Length > 1 && table[first].Count(cell => cell.Length > 0) == 1)
        {
            blocks.Paragraph(table[first].First(cell => cell.Length > 0), page);
            first++;
        }

        var body = table.Skip(first).ToList();
        if (body[0].Length == 1)
        {
            foreach (var row in body)
            {
                blocks.Paragraph(row[0], page);
            }
        }
        else if (QuestionColumns.Find(body[0]) is { } columns && body.Count > 1)
        {
            AddQuestions(body, columns, blocks, page);
        }
        else if (headed ?? IsHeader(body))
        {
            blocks.Table(body[0], [.. body.Skip(1)], page);
        }
        else
        {
            blocks.Table([], [.. body], page);
        }
    }

    private static void AddQuestions(List<string[]> rows, QuestionColumns columns, BlockCollector blocks, int? page)
    {
        // How the columns were called belongs to the file, and to none of its questions.
        blocks.Table(rows[0], [], page);
        var incomplete = 0;
        foreach (var row in rows.Skip(1))
        {
            if (columns.Read(row) is { } found)
            {
                blocks.Question(found.Question, found.Similar, found.Answer, found.Category, page);
            }
            else
            {
                // A row without a question or without its answer is text still.
                incomplete++;
                blocks.Paragraph(string.Join('\n', row.Where(cell => cell.Length > 0)), page);
            }
        }

        if (incomplete > 0)
        {
            blocks.Warn("incomplete_questions", $"{incomplete} 行缺少问题或答案，按普通文字读取 / {incomplete} rows lack the question or the answer; they were read as text.", page);
        }
    }

    /// <summary>Short words, each another, and something below.</summary>
    private static bool IsHeader(List<string[]> rows) =>
        rows.Count > 1
        && rows[0].Count(cell => cell.Length > 0) * 2 > rows[0].Length
        && rows[0].All(cell => cell.Length <= LongestHeading && !IsNumber(cell))
        && rows[0].Where(cell => cell.Length > 0).Distinct(StringComparer.Ordinal).Count() == rows[0].Count(cell => cell.Length > 0);

    private static bool IsNumber(string cell) => cell.Length > 0 && cell.All(character => char.IsDigit(character) || character is '.' or ',' or '-' or '%' or '/' or ':');

    private static List<string[]> Trimmed(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var width = Math.Min(rows.Count == 0 ? 0 : rows.Max(row => row.Count), MaxColumns);
        if ((long)width * rows.Count > MaxCells)
        {
            throw new TextLimitException();
        }

        var used = new bool[width];
        var kept = new List<string[]>();
        foreach (var row in rows)
        {
            var cells = new string[width];
            var some = false;
            for (var column = 0; column < width; column++)
            {
                cells[column] = column < row.Count ? Words.Lines(row[column]) : "";
                used[column] |= cells[column].Length > 0;
                some |= cells[column].Length > 0;
            }

            // What is beyond the last column that is kept is not lost.
            if (row.Count > width)
            {
                cells[^1] = new StringBuilder(cells[^1]).Append(' ').AppendJoin(' ', row.Skip(width).Select(Words.OneLine)).ToString().Trim();
            }

            if (some)
            {
                kept.Add(cells);
            }
        }

        return used.All(column => column) ? kept : [.. kept.Select(row => row.Where((_, column) => used[column]).ToArray())];
    }
}
