using System.Globalization;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Documents;

/// <summary>The numbers and bullets that Word prints before the paragraphs of lists: the file holds only their rules.</summary>
internal sealed partial class WordLists
{
    private const int Levels = 9;
    private const string Digits = "〇一二三四五六七八九";

    private readonly Dictionary<int, Level[]> _rules = [];
    private readonly Dictionary<int, int> _ruleOfList = [];
    private readonly Dictionary<int, int[]> _counts = [];

    private sealed record Level(string Format, string Text, int Start);

    public static WordLists Read(OfficeArchive archive, string part)
    {
        var lists = new WordLists();
        using var reader = archive.ReadXml(part);
        while (reader?.Read() == true)
        {
            if (reader.NodeType != System.Xml.XmlNodeType.Element)
            {
                continue;
            }

            if (reader.LocalName == "abstractNum" && reader.Number("abstractNumId") is { } rule)
            {
                lists._rules[rule] = ReadLevels(reader);
            }
            else if (reader.LocalName == "num" && reader.Number("numId") is { } list)
            {
                reader.Children(name =>
                {
                    if (name == "abstractNumId" && reader.Number("val") is { } used)
                    {
                        lists._ruleOfList[list] = used;
                    }
                });
            }
        }

        return lists;
    }

    /// <summary>The mark of the next paragraph of a list; empty when the list has none.</summary>
    public string Next(int list, int level)
    {
        if (!_ruleOfList.TryGetValue(list, out var rule) || !_rules.TryGetValue(rule, out var levels) || level is < 0 or >= Levels)
        {
            return "- ";
        }

        if (!_counts.TryGetValue(rule, out var counts))
        {
            _counts[rule] = counts = new int[Levels];
        }

        counts[level] = counts[level] == 0 ? levels[level].Start : counts[level] + 1;
        Array.Clear(counts, level + 1, Levels - level - 1);
        return levels[level].Format switch
        {
            "bullet" => "- ",
            "none" => "",
            _ => Place().Replace(levels[level].Text, match =>
            {
                var at = match.Value[1] - '1';
                return Number(Math.Max(counts[at], levels[at].Start), levels[at].Format);
            }) + " ",
        };
    }

    internal static string Number(int number, string format) => format switch
    {
        "lowerLetter" => Letter(number, 'a'),
        "upperLetter" => Letter(number, 'A'),
        "decimalEnclosedCircle" or "decimalEnclosedCircleChinese" when number is >= 1 and <= 20 => ((char)('①' + number - 1)).ToString(),
        "upperRoman" => Roman(number),
        "lowerRoman" => Roman(number).ToLowerInvariant(),
        _ when format.StartsWith("chinese", StringComparison.Ordinal) || format.StartsWith("ideograph", StringComparison.Ordinal)
            || format.StartsWith("japanese", StringComparison.Ordinal) => Chinese(number),
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    private static string Letter(int number, char first) => number is >= 1 and <= 26
        ? ((char)(first + number - 1)).ToString()
        : number.ToString(CultureInfo.InvariantCulture);

    private static string Chinese(int number) => number switch
    {
        < 10 and >= 0 => Digits[number].ToString(),
        10 => "十",
        < 20 and > 10 => $"十{Digits[number - 10]}",
        < 100 and > 10 => $"{Digits[number / 10]}十{(number % 10 == 0 ? "" : Digits[number % 10])}",
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    private static string Roman(int number)
    {
        if (number is < 1 or > 399)
        {
            return number.ToString(CultureInfo.InvariantCulture);
        }

        var text = "";
        foreach (var (value, letters) in new[] { (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I") })
        {
            for (; number >= value; number -= value)
            {
                text += letters;
            }
        }

        return text;
    }

    private static Level[] ReadLevels(System.Xml.XmlReader reader)
    {
        var levels = Enumerable.Repeat(new Level("decimal", "%1.", 1), Levels).ToArray();
        reader.Children(name =>
        {
            if (name == "lvl" && reader.Number("ilvl") is >= 0 and < Levels and var at)
            {
                var (format, text, start) = ("decimal", "", 1);
                reader.Children(property => (format, text, start) = property switch
                {
                    "numFmt" => (reader.Attribute("val") ?? format, text, start),
                    "lvlText" => (format, reader.Attribute("val") ?? "", start),
                    "start" => (format, text, reader.Number("val") ?? start),
                    _ => (format, text, start),
                });
                levels[at] = new Level(format, text, start);
            }
        });
        return levels;
    }

    [GeneratedRegex("%[1-9]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Place();
}
