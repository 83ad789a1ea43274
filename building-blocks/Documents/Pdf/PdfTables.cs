namespace WeChatPlatform.Documents;

/// <summary>A table on a page: its rows, and the lines that it is made of.</summary>
internal sealed record PdfTable(IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlySet<PdfLine> Lines);

/// <summary>Finds tables by the places of words: rows of several pieces below one another, in columns that keep apart.</summary>
internal static class PdfTables
{
    private const int LeastRows = 3;

    // Longer pieces side by side are columns of prose.
    private const double LongestCell = 32;

    private sealed record Row(List<(PdfPiece Piece, PdfLine Line)> Pieces)
    {
        public double Top => Pieces.Min(piece => piece.Piece.Top);

        public double Bottom => Pieces.Max(piece => piece.Piece.Bottom);

        public double Height => Pieces.Max(piece => piece.Piece.Height);
    }

    public static List<PdfTable> Find(PdfPage page)
    {
        var tables = new List<PdfTable>();
        var run = new List<Row>();
        foreach (var row in Rows(page))
        {
            if (run.Count > 0 && !Continues(run, row))
            {
                Close();
            }

            if (run.Count > 0 || row.Pieces.Count > 1)
            {
                run.Add(row);
            }
        }

        Close();
        return tables;

        void Close()
        {
            // Single pieces after the last full row are what comes below the table.
            while (run.Count > 0 && run[^1].Pieces.Count == 1)
            {
                run.RemoveAt(run.Count - 1);
            }

            if (Table(run) is { } table)
            {
                tables.Add(table);
            }

            run.Clear();
        }
    }

    private static List<Row> Rows(PdfPage page)
    {
        var rows = new List<Row>();
        foreach (var piece in page.Lines.SelectMany(line => line.Pieces.Select(piece => (Piece: piece, Line: line))).OrderBy(piece => piece.Piece.Middle))
        {
            if (rows.Count > 0 && Math.Abs(rows[^1].Pieces[0].Piece.Middle - piece.Piece.Middle) < piece.Piece.Height * 0.5)
            {
                rows[^1].Pieces.Add(piece);
            }
            else
            {
                rows.Add(new Row([piece]));
            }
        }

        rows.ForEach(row => row.Pieces.Sort((one, other) => one.Piece.Left.CompareTo(other.Piece.Left)));
        return rows;
    }

    private static bool Continues(List<Row> run, Row row)
    {
        if (row.Top - run[^1].Bottom > row.Height * 2.2)
        {
            return false;
        }

        // The next line of a cell stands under it, and is no wider than its column.
        return row.Pieces.Count > 1 || run.TakeLast(3).Any(above => above.Pieces.Count > 1 && above.Pieces.Exists(piece =>
            Math.Abs(piece.Piece.Left - row.Pieces[0].Piece.Left) < row.Height * 1.5
            && row.Pieces[0].Piece.Right < NextLeft(above, piece.Piece)));
    }

    private static double NextLeft(Row row, PdfPiece piece) =>
        row.Pieces.Select(other => other.Piece.Left).Where(left => left > piece.Left + 1).DefaultIfEmpty(double.MaxValue).Min();

    private static PdfTable? Table(List<Row> run)
    {
        var full = run.Where(row => row.Pieces.Count > 1).ToList();
        if (full.Count < LeastRows || full.Average(row => row.Pieces.Average(piece => piece.Piece.Text.Length)) > LongestCell)
        {
            return null;
        }

        var columns = Columns(full);
        if (columns.Count < 2)
        {
            return null;
        }

        var rows = new List<string[]>();
        foreach (var row in run)
        {
            var cells = new string[columns.Count];
            Array.Fill(cells, "");
            foreach (var (piece, _) in row.Pieces)
            {
                var at = Nearest(columns, piece);
                cells[at] = Words.Join(cells[at], piece.Text);
            }

            // A row that does not begin at the left goes on with the one above.
            if (rows.Count > 0 && cells[0].Length == 0 && cells.Count(cell => cell.Length > 0) * 2 <= columns.Count)
            {
                for (var i = 0; i < cells.Length; i++)
                {
                    rows[^1][i] = Words.Join(rows[^1][i], cells[i]);
                }
            }
            else
            {
                rows.Add(cells);
            }
        }

        return rows.Count < LeastRows ? null : new PdfTable(rows, new HashSet<PdfLine>(run.SelectMany(row => row.Pieces.Select(piece => piece.Line)), ReferenceEqualityComparer.Instance));
    }

    /// <summary>What the pieces leave free from top to bottom parts the columns; what few rows cover does not count.</summary>
    private static List<(double Left, double Right)> Columns(List<Row> rows)
    {
        var pieces = rows.SelectMany(row => row.Pieces.Select(piece => piece.Piece)).OrderBy(piece => piece.Left).ToList();
        var few = Math.Max(0, rows.Count / 10);
        var edges = pieces.Select(piece => (At: piece.Left, Change: 1)).Concat(pieces.Select(piece => (At: piece.Right, Change: -1)))
            .OrderBy(edge => edge.At).ThenBy(edge => edge.Change);
        var columns = new List<(double Left, double Right)>();
        var (open, start) = (0, 0.0);
        foreach (var (at, change) in edges)
        {
            var before = open;
            open += change;
            if (before <= few && open > few)
            {
                start = at;
            }
            else if (before > few && open <= few)
            {
                columns.Add((start, at));
            }
        }

        return columns;
    }

    private static int Nearest(List<(double Left, double Right)> columns, PdfPiece piece) =>
        columns.Index().MaxBy(column => Math.Min(column.Item.Right, piece.Right) - Math.Max(column.Item.Left, piece.Left)).Index;
}
