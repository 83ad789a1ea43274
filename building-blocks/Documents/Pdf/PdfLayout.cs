using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Documents;

/// <summary>Makes headings, paragraphs, lists and tables of the lines of a PDF's pages.</summary>
internal sealed partial class PdfLayout
{
    private const int LongestHeading = 45;

    // A newspaper's page has some thousand. Where there are more, nobody laid them out, and finding tables in them would take for ever.
    private const int MostPieces = 5000;

    // What stands on most pages is said once; but a document of little else keeps it.
    private const double RepeatedShare = 0.02;

    private readonly BlockCollector _blocks;
    private readonly double _bodyHeight;
    private readonly HashSet<string> _repeated;
    private readonly StringBuilder _passage = new();
    private readonly List<string> _items = [];

    // 7 Something is a heading where 6 and its sections came before, and an item of a list elsewhere.
    private int _chapter;
    private readonly HashSet<PdfTable> _said = new(ReferenceEqualityComparer.Instance);

    public PdfLayout(IReadOnlyList<PdfPage> pages, BlockCollector blocks)
    {
        _blocks = blocks;
        _bodyHeight = BodyHeight(pages);
        _repeated = Repeated(pages);
    }

    public void Add(PdfPage page)
    {
        if (page.Lines.Sum(line => line.Pieces.Count) > MostPieces)
        {
            PlainTextFormat.ReadLines(page.Lines.Select(line => line.Text), _blocks, page.Number);
            return;
        }

        var tables = PdfTables.Find(page);
        PdfLine? before = null;
        var said = false;
        foreach (var line in PdfMarks.Joined(page.Lines, tables))
        {
            if (tables.Find(table => table.Lines.Contains(line)) is { } table)
            {
                if (_said.Add(table))
                {
                    Flush(page.Number);
                    AddTable(table, isFirst: !said, page.Number);
                }

                (before, said) = (null, true);
                continue;
            }

            if (PageNumber().IsMatch(line.Text) || _repeated.Contains(Pattern(line.Text)))
            {
                continue;
            }

            AddLine(line, before, page.Number);
            (before, said) = (line, true);
        }

        Flush(page.Number);
    }

    /// <summary>A table that begins a page where one ended the page before, with as many columns, is its rest.</summary>
    private void AddTable(PdfTable table, bool isFirst, int page)
    {
        var before = isFirst && _blocks.Blocks is [.., TableBlock { Header.Count: > 0 } last] && last.Page == page - 1 && last.Header.Count == table.Rows[0].Count
            ? last.Header
            : null;
        var repeats = before is not null && table.Rows[0].SequenceEqual(before, StringComparer.Ordinal);
        TableShape.Add(
            before is null || repeats ? table.Rows : [before, .. table.Rows], before is null ? null : true, _blocks, page);
    }

    private void AddLine(PdfLine line, PdfLine? before, int page)
    {
        if (HeadingLevel(line) is { } level)
        {
            Flush(page);
            _blocks.Heading(line.Text, level, page);
            _chapter = Chapter().Match(line.Text) is { Success: true } match ? int.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture) : _chapter;
        }
        else if (Item().IsMatch(line.Text))
        {
            FlushPassage(page);
            _items.Add(line.Text);
        }
        else if (before is not null && GoesOn(before, line))
        {
            if (_items.Count > 0)
            {
                _items[^1] = Words.Join(_items[^1], line.Text);
            }
            else
            {
                var joined = Words.Join(_passage.ToString(), line.Text);
                _passage.Clear().Append(joined);
            }
        }
        else
        {
            Flush(page);
            _passage.Append(line.Text);
        }
    }

    private int? HeadingLevel(PdfLine line)
    {
        var text = line.Text;
        if (text.Length > LongestHeading || !text.Any(char.IsLetter) || text[^1] is '。' or '，' or '；' or ',' or ';' || Leader().IsMatch(text))
        {
            return null;
        }

        var ratio = _bodyHeight > 0 ? line.Height / _bodyHeight : 1;
        return ratio >= 1.6 ? 1
            : ratio >= 1.3 ? 2
            : PlainTextFormat.IsHeading(text) ? PlainTextFormat.LevelOf(text) + 1
            : Chapter().Match(text) is { Success: true } match && int.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture) == _chapter + 1 ? 2
            : ratio >= 1.15 && text.Length <= 30 ? 3
            : null;
    }

    /// <summary>Whether a line is the next of the same paragraph: the one before was full, nothing is between them, and it is not indented.</summary>
    private static bool GoesOn(PdfLine before, PdfLine line) =>
        before.Flow == line.Flow
        && line.Top - before.Bottom < line.Height * 0.9
        && before.Right > before.FlowRight - (line.Height * 3)
        && line.Left < line.FlowLeft + (line.Height * 1.2);

    private void Flush(int page)
    {
        FlushPassage(page);
        _blocks.List(_items, page);
        _items.Clear();
    }

    private void FlushPassage(int page)
    {
        _blocks.Paragraph(_passage.ToString(), page);
        _passage.Clear();
    }

    private static double BodyHeight(IReadOnlyList<PdfPage> pages)
    {
        var heights = pages.SelectMany(page => page.Lines)
            .GroupBy(line => Math.Round(line.Height, 1))
            .Select(group => (Height: group.Key, Characters: group.Sum(line => line.Text.Length)))
            .ToList();
        return heights.Count == 0 ? 0 : heights.MaxBy(group => group.Characters).Height;
    }

    private static HashSet<string> Repeated(IReadOnlyList<PdfPage> pages)
    {
        if (pages.Count < 4)
        {
            return [];
        }

        // Where a text is Chinese, its numbers do not count.
        var chinese = pages.Sum(page => (long)page.Text.Count(Words.IsCjk));
        var total = chinese > 0 ? chinese : pages.Sum(page => (long)page.Text.Length);
        var found = pages
            .SelectMany(page => page.Lines.Where(line => line.Bottom < page.Height * 0.1 || line.Top > page.Height * 0.9)
                .Select(line => Pattern(line.Text)).Distinct(StringComparer.Ordinal))
            .GroupBy(pattern => pattern, StringComparer.Ordinal)
            .Where(group => group.Count() > pages.Count / 2)
            .ToDictionary(group => group.Key, group => (long)group.Count() * (chinese > 0 ? group.Key.Count(Words.IsCjk) : group.Key.Length), StringComparer.Ordinal);
        return found.Values.Sum() <= total * RepeatedShare ? [.. found.Keys] : [];
    }

    private static string Pattern(string text) => Digits().Replace(text, "0");

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Digits();

    [GeneratedRegex("^(?:-|—|第|Page|P)? ?[0-9]{1,4}(?: ?/ ?[0-9]{1,4})? ?(?:-|—|页)?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex PageNumber();

    [GeneratedRegex("^(?<n>[0-9]{1,2})(?:\\.[0-9]{1,2}){0,4} ?[^0-9 .,，。%、]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Chapter();

    /// <summary>A line of a table of contents.</summary>
    [GeneratedRegex("[.·…]{4,}|(?:\\. ){4,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Leader();

    [GeneratedRegex("^(?:[-•●○■□◆◇·▪–\uF06C\uF0B7]|[0-9]{1,2}[、)）]|[（(][0-9]{1,2}[）)]|[①-⑳])\\s?\\S", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Item();
}
