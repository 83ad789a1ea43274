using System.Text.RegularExpressions;

namespace WeChatPlatform.Documents;

/// <summary>Puts numbers and bullets that stand apart before the lines that they belong to: 7.3 and then, far to the right, its title.</summary>
internal static partial class PdfMarks
{
    private const double Farthest = 5;

    public static IEnumerable<PdfLine> Joined(IReadOnlyList<PdfLine> lines, List<PdfTable> tables)
    {
        var free = lines.Where(line => !tables.Exists(table => table.Lines.Contains(line))).ToList();
        var before = new Dictionary<PdfLine, PdfLine>(ReferenceEqualityComparer.Instance);
        var gone = new HashSet<PdfLine>(ReferenceEqualityComparer.Instance);
        foreach (var mark in free.Where(line => Mark().IsMatch(line.Text)))
        {
            var marked = free.Where(line => line != mark && !before.ContainsKey(line) && line.Left >= mark.Right - 1
                    && line.Left - mark.Right < mark.Height * Farthest
                    && Math.Min(line.Bottom, mark.Bottom) - Math.Max(line.Top, mark.Top) > mark.Height * 0.5)
                .MinBy(line => line.Left);
            if (marked is not null && !gone.Contains(marked))
            {
                before[marked] = mark;
                gone.Add(mark);
            }
        }

        foreach (var line in lines)
        {
            if (before.TryGetValue(line, out var mark))
            {
                yield return line with { Pieces = [mark.Pieces[0], .. line.Pieces], FlowLeft = Math.Min(mark.Left, line.FlowLeft) };
            }
            else if (!gone.Contains(line))
            {
                yield return line;
            }
        }
    }

    [GeneratedRegex(
        "^(?:[0-9]{1,2}(?:\\.[0-9]{1,2}){0,4}\\.?|第[0-9一二三四五六七八九十]{1,3}[章节]|[一二三四五六七八九十]{1,3}[、.]|[•●○■□◆▪–\uF06C\uF0B7\uF0D8]|[（(][0-9一二三四五六七八九十]{1,3}[）)]|[0-9]{1,2}[、)）]|[①-⑳])$",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Mark();
}
