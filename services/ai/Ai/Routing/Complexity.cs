using System.Globalization;

namespace WeChatPlatform.Ai.Routing;

/// <summary>How hard a question looks, 0 to 1, and what that is made of.</summary>
internal sealed record Complexity(double Score, IReadOnlyList<Complexity.Part> Parts)
{
    internal sealed record Part(string Name, double Score);

    public static Complexity Of(string text, RoutingRules.ComplexityWeights weights)
    {
        List<Part> parts =
        [
            new("长度/length", Share(text.EnumerateRunes().Count(), weights.Length.Per, weights.Length.Weight)),
            new("多个问号/several questions", text.Count(mark => mark is '?' or '？') > weights.Questions.MoreThan ? weights.Questions.Weight : 0),
            .. weights.Words.Select(words => new Part(
                words.Name, Share(words.Any.Count(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)), words.Per, words.Weight))),
        ];
        return new Complexity(Math.Min(1, parts.Sum(part => part.Score)), parts);
    }

    /// <summary>Of what it is made, for a person.</summary>
    public string InWords() =>
        string.Create(CultureInfo.InvariantCulture, $"复杂度/complexity {Score:0.###}: ")
        + string.Join(", ", Parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Name} {part.Score:0.###}")));

    private static double Share(int count, int per, double weight) => Math.Min(1, (double)count / per) * weight;
}
