using WeChatPlatform.Search;

namespace WeChatPlatform.Rag.Learning;

/// <summary>
/// How alike two texts are: the share of characters, pairs of characters and Latin words that they have in common. Numbers and models must be the
/// same: 7kW and 11kW ask about two things.
/// </summary>
internal static class Likeness
{
    /// <summary>Questions at least so alike are one question.</summary>
    public const double SameQuestion = 0.72;

    /// <summary>Answers at least so alike say the same.</summary>
    public const double SameAnswer = 0.60;

    public static IReadOnlySet<string> Features(string text) => Wording.Features(text);

    /// <summary>The text without punctuation, width, case and politeness.</summary>
    public static string Key(string text) => Wording.Key(text);

    /// <summary>0 to 1; 1 for the same text.</summary>
    public static double Of(IReadOnlySet<string> one, IReadOnlySet<string> other)
    {
        if (one.Count == 0 || other.Count == 0 || !Numbers(one).SetEquals(Numbers(other)))
        {
            return 0;
        }

        var shared = one.Count(other.Contains);
        return 2.0 * shared / (one.Count + other.Count);
    }

    public static double Of(string one, string other) => Of(Features(one), Features(other));

    private static HashSet<string> Numbers(IEnumerable<string> features) =>
        features.Where(feature => feature.Any(char.IsAsciiDigit)).ToHashSet(StringComparer.Ordinal);
}
