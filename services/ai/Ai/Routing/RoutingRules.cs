using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatPlatform.Ai.Routing;

/// <summary>How good a model is, in steps that a person can tell apart.</summary>
internal enum ModelTier
{
    Light,
    Standard,
    Strong,
}

/// <summary>
/// The rules of routing as they are written down. <see cref="Words"/> are lists that rules name; <see cref="Models"/> says of a model's
/// name how good and how fast it is, the first match deciding; what matches nothing is standard.
/// </summary>
internal sealed record RoutingRules(
    RoutingRules.ComplexityWeights Complexity,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Words,
    IReadOnlyList<RoutingRules.Rule> Rules,
    IReadOnlyList<RoutingRules.ModelKind> Models)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>What a question's score is made of; each part counts its weight at most.</summary>
    internal sealed record ComplexityWeights(LengthWeight Length, QuestionWeight Questions, IReadOnlyList<WordWeight> Words);

    /// <remarks><paramref name="Per"/> characters are the whole weight.</remarks>
    internal sealed record LengthWeight(int Per, double Weight);

    /// <remarks>The weight counts when there are more question marks than <paramref name="MoreThan"/>.</remarks>
    internal sealed record QuestionWeight(int MoreThan, double Weight);

    /// <remarks><paramref name="Per"/> different words are the whole weight.</remarks>
    internal sealed record WordWeight(string Name, IReadOnlyList<string> Any, int Per, double Weight);

    /// <summary>
    /// Decides when all its conditions hold; an absent one holds. Words and intents are one condition: either is enough.
    /// <paramref name="Prefer"/> are models by name, * for anything, best first.
    /// </summary>
    internal sealed record Rule(
        string Name, ModelTier Tier, string? Words = null, IReadOnlyList<string>? Intents = null, bool? Image = null, int? ContextFrom = null,
        double? ComplexityFrom = null, IReadOnlyList<string>? Agents = null, IReadOnlyList<string>? Prefer = null)
    {
        [JsonIgnore]
        public bool HoldsAlways =>
            this is { Words: null, Intents: null, Image: null, ContextFrom: null, ComplexityFrom: null, Agents: null };
    }

    /// <remarks><paramref name="Match"/> is a model's name, * for anything; <paramref name="LatencyMs"/> is a usual answer's.</remarks>
    internal sealed record ModelKind(string Match, ModelTier Tier, int? LatencyMs = null);

    /// <summary>The file's rules; the platform's own for an empty path.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="JsonException">The file holds no rules.</exception>
    public static RoutingRules Load(string path)
    {
        using var json = path.Length > 0
            ? File.OpenRead(path)
            : typeof(RoutingRules).Assembly.GetManifestResourceStream("WeChatPlatform.Ai.routing.json")
                ?? throw new InvalidOperationException("The routing rules are missing in the assembly.");
        return JsonSerializer.Deserialize<RoutingRules>(json, Json) ?? throw new JsonException("The file is empty.");
    }

    /// <summary>What is well-formed and yet cannot be followed.</summary>
    public IEnumerable<string> Faults()
    {
        if (Rules is not [.., { HoldsAlways: true }])
        {
            yield return "the last rule must hold always: it has conditions, or there is none";
        }

        foreach (var same in Rules.GroupBy(rule => rule.Name, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            yield return $"two rules are named '{same.Key}'";
        }

        foreach (var rule in Rules.Where(rule => rule.Words is not null && !Words.ContainsKey(rule.Words)))
        {
            yield return $"rule '{rule.Name}' names the words '{rule.Words}', which are not there";
        }

        if (Complexity.Length.Per < 1 || Complexity.Words.Any(words => words.Per < 1)
            || Complexity.Words.Select(words => words.Weight).Append(Complexity.Length.Weight).Append(Complexity.Questions.Weight)
                .Any(weight => weight is < 0 or > 1 or double.NaN))
        {
            yield return "complexity: per is 1 at least, weights are 0 to 1";
        }
    }

    /// <summary>Whether a model's name is what a pattern says; * stands for any characters, and case does not matter.</summary>
    public static bool Fits(string pattern, string model)
    {
        var parts = pattern.Split('*');
        if (parts.Length == 1)
        {
            return string.Equals(pattern, model, StringComparison.OrdinalIgnoreCase);
        }

        if (!model.StartsWith(parts[0], StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var at = parts[0].Length;
        foreach (var part in parts[1..^1])
        {
            var found = model.IndexOf(part, at, StringComparison.OrdinalIgnoreCase);
            if (found < 0)
            {
                return false;
            }

            at = found + part.Length;
        }

        return model.Length - at >= parts[^1].Length && model.EndsWith(parts[^1], StringComparison.OrdinalIgnoreCase);
    }
}
