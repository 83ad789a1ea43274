using System.Text.RegularExpressions;

namespace WeChatPlatform.Documents;

/// <summary>Plain text: paragraphs between empty lines, headings by their numbers, questions marked 问 and 答.</summary>
internal static partial class PlainTextFormat
{
    private const int LongestHeading = 40;

    public static void Read(string text, BlockCollector blocks, int? page = null) => ReadLines(LinesOf(text), blocks, page);

    private static IEnumerable<string> LinesOf(string text)
    {
        using var reader = new StringReader(text);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    public static void ReadLines(IEnumerable<string> lines, BlockCollector blocks, int? page)
    {
        var passage = new List<string>();
        var items = new List<string>();
        foreach (var line in lines.Select(Words.OneLine))
        {
            if (line.Length == 0)
            {
                FlushAll();
            }
            else if (Item().IsMatch(line) && !IsHeading(line))
            {
                FlushPassage();
                items.Add(line);
            }
            else if (IsHeading(line) && passage.Count == 0)
            {
                FlushAll();
                blocks.Heading(line, LevelOf(line), page);
            }
            else
            {
                FlushItems();
                passage.Add(line);
            }
        }

        FlushAll();

        void FlushAll()
        {
            FlushItems();
            FlushPassage();
        }

        void FlushItems()
        {
            blocks.List(items, page);
            items.Clear();
        }

        void FlushPassage()
        {
            if (!AddQuestion(passage, blocks, page))
            {
                blocks.Paragraph(string.Join('\n', passage), page);
            }

            passage.Clear();
        }
    }

    /// <summary>第三章, 一、, 2.1 and the like, alone on a short line that is no sentence.</summary>
    public static bool IsHeading(string line) =>
        line.Length <= LongestHeading && Numbered().IsMatch(line) && line[^1] is not ('。' or '；' or '，' or '！' or '？' or ';' or ',' or '.' or '：' or ':');

    public static int LevelOf(string heading)
    {
        var match = Numbered().Match(heading);
        return match.Groups["chapter"].Success || match.Groups["chinese"].Success ? 1
            : match.Groups["dotted"].Success ? match.Groups["dotted"].Value.Trim('.').Count(character => character == '.') + 1
            : 2;
    }

    /// <summary>问：… and 答：… as the lines of one passage.</summary>
    private static bool AddQuestion(List<string> passage, BlockCollector blocks, int? page)
    {
        if (passage.Count < 2 || Asked().Match(passage[0]) is not { Success: true } asked)
        {
            return false;
        }

        var answer = passage.FindIndex(line => Answered().IsMatch(line));
        if (answer < 1)
        {
            return false;
        }

        var said = string.Join('\n', passage.Skip(answer)).Trim();
        blocks.Question(
            passage[0][asked.Length..], passage.Skip(1).Take(answer - 1), said[Answered().Match(said).Length..], category: null, page);
        return true;
    }

    [GeneratedRegex(
        "^(?:(?<chapter>第[0-9零一二三四五六七八九十百]{1,5}[章节篇部条])|(?<chinese>[一二三四五六七八九十]{1,3}、)|(?<dotted>[0-9]{1,2}(?:\\.[0-9]{1,2}){1,4}\\.?)[ 　]?(?![0-9.年月%元度分秒])(?=[^0-9])|(?:[（(][一二三四五六七八九十]{1,3}[）)]))",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Numbered();

    [GeneratedRegex("^(?:[-*•●○■□◆◇·▪–]|[0-9]{1,3}[.、)）](?![0-9])|[（(][0-9]{1,3}[）)]|[①-⑳])\\s*\\S", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Item();

    [GeneratedRegex("^(?:问题?|提问|Q[0-9]{0,3})\\s*[：:.．]\\s*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Asked();

    [GeneratedRegex("^(?:答案?|回答|A[0-9]{0,3})\\s*[：:.．]\\s*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Answered();
}
