using System.Globalization;
using System.Text;
using static WeChatPlatform.Search.Remote.EntryScopeFields;

namespace WeChatPlatform.Search.Remote;

/// <summary>Boolean expressions of Milvus. What people typed comes into them as quoted text only.</summary>
internal static class MilvusFilter
{
    public static string Of(SearchFilter filter)
    {
        var parts = new List<string>
        {
            Invariant($"{FromRelease} <= {filter.Release}"),
            Invariant($"{UntilRelease} > {filter.Release}"),
            Invariant($"{ValidFrom} <= {filter.Today.DayNumber}"),
            Invariant($"{ValidUntil} >= {filter.Today.DayNumber}"),
        };
        if (filter.Collections.Count > 0)
        {
            parts.Add($"{Collection} in {List(filter.Collections.Select(CollectionOf))}");
        }

        if (filter.Product is { } product)
        {
            parts.Add($"array_contains_any({Products}, {List([Everybody, Mark(product)])})");
        }

        if (filter.Audience is { } audience)
        {
            parts.Add($"array_contains_any({Audiences}, {List([Everybody, Mark(audience)])})");
        }

        return string.Join(" and ", parts);
    }

    public static string Ids(IEnumerable<string> ids) => $"{MilvusSchema.Id} in {List(ids)}";

    /// <summary>What was written by one call: an entry that was written again before holds another mark.</summary>
    public static string Written(IEnumerable<string> ids, long mark) => Invariant($"{Ids(ids)} and {MilvusSchema.WriteMark} == {mark}");

    /// <summary>True for every entry; an expression is required.</summary>
    public static string All => $"{FromRelease} >= 0";

    /// <summary>A text in double quotes. Milvus reads it by the rules of Go: backslash escapes, no line breaks.</summary>
    internal static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < 0x20 or (>= 0x7f and < 0xa0) or 0x2028 or 0x2029 => quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => quoted.Append(rune.ToString()),
            };
        }

        return quoted.Append('"').ToString();
    }

    private static string List(IEnumerable<string> values) => $"[{string.Join(", ", values.Select(Quote))}]";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
