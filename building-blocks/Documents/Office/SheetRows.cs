namespace WeChatPlatform.Documents;

/// <summary>The cells of one sheet while they are read; what is beyond the last column kept goes into it.</summary>
internal sealed class SheetRows(ReadingJob job)
{
    private const int MaxColumns = 1024;
    private readonly SortedDictionary<int, List<string>> _rows = [];
    private long _slots;
    private long _characters;

    public IReadOnlyList<IReadOnlyList<string>> Rows => [.. _rows.Values];

    public void Set(int row, int column, string text)
    {
        if (text.Length == 0 || row < 0 || column < 0)
        {
            return;
        }

        job.Ct.ThrowIfCancellationRequested();
        if (!_rows.TryGetValue(row, out var cells))
        {
            _rows[row] = cells = [];
        }

        column = Math.Min(column, MaxColumns - 1);
        for (; cells.Count <= column; _slots++)
        {
            cells.Add("");
        }

        cells[column] = text;
        _characters += text.Length;
        if (_slots > TableShape.MaxCells || _characters > job.Limits.MaxCharacters)
        {
            throw new TextLimitException();
        }
    }

    /// <summary>A merged cell says the same in each row that it reaches over.</summary>
    public void Merge(int firstRow, int lastRow, int column)
    {
        // Each looks at all rows, and a file may have a million of either.
        job.Ct.ThrowIfCancellationRequested();
        if (_rows.TryGetValue(firstRow, out var first) && column < first.Count && first[column].Length > 0)
        {
            foreach (var row in _rows.Keys.Where(row => row > firstRow && row <= lastRow).ToList())
            {
                if (column >= _rows[row].Count || _rows[row][column].Length == 0)
                {
                    Set(row, column, first[column]);
                }
            }
        }
    }

    /// <summary>Row and column of a name such as C12, from 0; -1 where it names none.</summary>
    public static (int Row, int Column) At(ReadOnlySpan<char> name)
    {
        var (row, column, i) = (0, 0, 0);
        for (; i < name.Length && char.IsAsciiLetter(name[i]) && i < 4; i++)
        {
            column = (column * 26) + (char.ToUpperInvariant(name[i]) - 'A' + 1);
        }

        for (; i < name.Length && char.IsAsciiDigit(name[i]) && row < 100_000_000; i++)
        {
            row = (row * 10) + (name[i] - '0');
        }

        return (row - 1, column - 1);
    }
}
