using System.Globalization;
using System.Text;

namespace WeChatPlatform.Programs;

/// <summary>What tesseract writes when it is asked for its table (tsv): one row for each word, with how sure it is.</summary>
public static class TesseractTable
{
    /// <summary>Columns: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.</summary>
    private const int Columns = 12;

    /// <summary>The lines whose mean confidence, 0 to 1, is at least so much, those of one paragraph under the same name.</summary>
    public static IReadOnlyList<(string Paragraph, string Text)> Lines(string table, double minConfidence)
    {
        ArgumentNullException.ThrowIfNull(table);
        List<(string, string)> lines = [];
        foreach (var line in Words(table).GroupBy(word => (word.Paragraph, word.Line)))
        {
            var letters = line.Sum(word => word.Text.Length);
            if (line.Sum(word => word.Confidence * word.Text.Length) / letters >= minConfidence)
            {
                lines.Add((line.Key.Paragraph, Join(line.Select(word => word.Text))));
            }
        }

        return lines;
    }

    private static IEnumerable<(string Paragraph, string Line, double Confidence, string Text)> Words(string table) => table
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Skip(1)
        .Select(row => row.TrimEnd('\r').Split('\t'))
        .Where(cells => cells.Length == Columns && !string.IsNullOrWhiteSpace(cells[^1])
            && double.TryParse(cells[10], CultureInfo.InvariantCulture, out var sure) && sure >= 0)
        .Select(cells => (
            $"{cells[1]}.{cells[2]}.{cells[3]}", cells[4], double.Parse(cells[10], CultureInfo.InvariantCulture) / 100, cells[^1].Trim()));

    // Chinese has no spaces; two English words do.
    private static string Join(IEnumerable<string> words)
    {
        var text = new StringBuilder();
        foreach (var word in words)
        {
            if (text.Length > 0 && text[^1] < 0x2E80 && word[0] < 0x2E80)
            {
                text.Append(' ');
            }

            text.Append(word);
        }

        return text.ToString();
    }
}
