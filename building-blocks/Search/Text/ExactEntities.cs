using System.Text.RegularExpressions;

namespace WeChatPlatform.Search;

/// <summary>
/// Fault codes, models and sizes: E03 is not E05 and 7kW is not 11kW, however alike the texts around them are. Letters with digits
/// are such an entity, and what is left of one without its digits is its shape: entities of one shape exclude each other.
/// </summary>
internal static partial class ExactEntities
{
    /// <summary>The entities of a text, each with its shape.</summary>
    public static IReadOnlyDictionary<string, string> Of(string text)
    {
        var normalized = ChineseText.Normalize(text);
        if (!normalized.Any(char.IsAsciiDigit))
        {
            return Empty;
        }

        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match match in Entity().Matches(normalized))
        {
            found[match.Value] = Digits().Replace(match.Value, "#");
        }

        return found;
    }

    private static readonly Dictionary<string, string> Empty = [];

    [GeneratedRegex(@"(?<![a-z0-9])(?=[a-z0-9.]*[0-9])(?=[a-z0-9.]*[a-z])[a-z0-9]+(?:\.[0-9]+)?[a-z0-9]*(?![a-z0-9])", RegexOptions.None, 1000)]
    private static partial Regex Entity();

    [GeneratedRegex("[0-9]+(?:\\.[0-9]+)?", RegexOptions.None, 1000)]
    private static partial Regex Digits();
}
