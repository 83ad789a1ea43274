using System.Text.RegularExpressions;

namespace WeChatPlatform.Documents;

/// <summary>How deep the elements of a page nest, without parsing it.</summary>
internal static partial class HtmlDepth
{
    // Elements that close by themselves, or that hold nothing.
    private static readonly HashSet<string> Light = new(StringComparer.OrdinalIgnoreCase)
    {
        "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "colgroup", "col", "option", "optgroup", "br", "hr", "img", "input", "meta", "link",
        "area", "base", "embed", "param", "source", "track", "wbr", "html", "head", "body",
    };

    /// <summary>At least as deep as they really nest.</summary>
    public static int Of(string text)
    {
        var (depth, deepest) = (0, 0);
        var lookup = Light.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var at = text.IndexOf('<', StringComparison.Ordinal); at >= 0 && at + 1 < text.Length; at = text.IndexOf('<', at + 1))
        {
            var closes = text[at + 1] == '/';
            var start = at + (closes ? 2 : 1);
            var end = start;
            while (end < text.Length && char.IsAsciiLetterOrDigit(text[end]) && end - start < 16)
            {
                end++;
            }

            var name = text.AsSpan(start, end - start);
            if (!closes && (name.Equals("script", StringComparison.OrdinalIgnoreCase) || name.Equals("style", StringComparison.OrdinalIgnoreCase)))
            {
                // What stands in it is no markup.
                at = text.IndexOf($"</{name}", end, StringComparison.OrdinalIgnoreCase) is >= 0 and var close ? close + name.Length + 1 : text.Length - 2;
                continue;
            }

            if (end > start && !lookup.Contains(name))
            {
                depth = closes ? Math.Max(0, depth - 1) : depth + 1;
                deepest = Math.Max(deepest, depth);
            }
        }

        return deepest;
    }

    public static string WithoutTags(string text) => Tag().Replace(text, "\n");

    [GeneratedRegex("<[^<>]{0,2000}>", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Tag();
}
