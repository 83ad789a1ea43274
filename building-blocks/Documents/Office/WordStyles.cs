using System.Globalization;
using System.Text.RegularExpressions;

namespace WeChatPlatform.Documents;

/// <summary>Which styles of a Word file are headings, and of which level.</summary>
internal sealed partial class WordStyles
{
    private const int MaxAncestors = 20;
    private readonly Dictionary<string, Style> _styles = new(StringComparer.Ordinal);

    private sealed record Style(string? Name, string? BasedOn, int? Outline, int? List, int? ListLevel);

    public static WordStyles Read(OfficeArchive archive, string part)
    {
        var styles = new WordStyles();
        using var reader = archive.ReadXml(part);
        reader?.Each("style", () =>
        {
            var id = reader.Attribute("styleId") ?? "";
            string? name = null, basedOn = null;
            int? outline = null, list = null, level = null;
            reader.Children(element =>
            {
                switch (element)
                {
                    case "name": name = reader.Attribute("val"); break;
                    case "basedOn": basedOn = reader.Attribute("val"); break;
                    case "pPr":
                        reader.Children(property =>
                        {
                            if (property == "outlineLvl")
                            {
                                outline = reader.Number("val");
                            }
                            else if (property == "numPr")
                            {
                                reader.Children(number => (list, level) = number switch
                                {
                                    "numId" => (reader.Number("val"), level),
                                    "ilvl" => (list, reader.Number("val")),
                                    _ => (list, level),
                                });
                            }
                        });
                        break;
                }
            });
            styles._styles[id] = new Style(name, basedOn, outline, list, level);
        });
        return styles;
    }

    /// <summary>1 to 9; absent for a style that is no heading's.</summary>
    public int? Heading(string? style) => First(style, one =>
        one.Outline is >= 0 and < 9 and var outline ? outline + 1
        : one.Outline == 9 ? 0
        : one.Name is { } name && HeadingName().Match(name) is { Success: true } match ? int.Parse(match.Groups["level"].Value, CultureInfo.InvariantCulture)
        : one.Name is "Title" or "标题" ? 1 : null) is > 0 and var level ? level : null;

    /// <summary>The list that a style numbers its paragraphs by.</summary>
    public (int List, int Level)? List(string? style) =>
        First(style, one => one.List) is { } list ? (list, First(style, one => one.ListLevel) ?? 0) : null;

    private int? First(string? style, Func<Style, int?> value)
    {
        for (var i = 0; i < MaxAncestors && style is not null && _styles.TryGetValue(style, out var one); i++)
        {
            if (value(one) is { } found)
            {
                return found;
            }

            style = one.BasedOn;
        }

        return null;
    }

    [GeneratedRegex("^(?:heading|标题) ?(?<level>[1-9])$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HeadingName();
}
