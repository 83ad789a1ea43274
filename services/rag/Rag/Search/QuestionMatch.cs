namespace WeChatPlatform.Rag;

/// <summary>
/// How alike two texts are, by the weight of what they share: the geometric mean of how much of the question is covered
/// and how much of the known wording is asked for. 1 for the same text, about 0.1 for texts of different subjects.
/// </summary>
internal sealed class QuestionMatch
{
    // A word that no entry has may be the subject (then nothing fits) or just another way to say it. Counting it at a good
    // half of the rarest known word keeps strangers out and lets paraphrases in; measured on two public question sets.
    private const double UnknownShare = 0.6;

    // A Latin word or number (e01, 7kw) is one feature where a Chinese word of two characters is three.
    private const double LatinWeight = 2.0;

    private readonly int entries;
    private readonly Dictionary<string, int> frequencies = new(StringComparer.Ordinal);
    private readonly double unknown;

    /// <param name="features">The features of each entry, over all its wordings.</param>
    public QuestionMatch(IReadOnlyCollection<IReadOnlySet<string>> features)
    {
        entries = features.Count;
        foreach (var feature in features.SelectMany(entry => entry))
        {
            frequencies[feature] = frequencies.GetValueOrDefault(feature) + 1;
        }

        unknown = UnknownShare * Rarity.Of(entries, 0);
    }

    public double Weigh(IEnumerable<string> features) => features.Sum(Weight);

    /// <summary>Likeness of two wordings, 0 to 1.</summary>
    public double Likeness(Wording question, Wording known)
    {
        var shared = Weigh(question.Features.Where(known.Features.Contains));
        return shared == 0 ? 0 : shared / Math.Sqrt(question.Weight * known.Weight);
    }

    /// <summary>How much of the question's words, by weight, the passage holds, 0 to 1.</summary>
    public double Coverage(IReadOnlyCollection<string> words, IReadOnlySet<string> passage)
    {
        var asked = Weigh(words);
        return asked == 0 ? 0 : Weigh(words.Where(passage.Contains)) / asked;
    }

    public Wording Describe(string text)
    {
        var features = Terms.Features(text);
        return new Wording(Terms.Key(text), features, Weigh(features));
    }

    private double Weight(string feature)
    {
        var rarity = frequencies.TryGetValue(feature, out var count) ? Rarity.Of(entries, count) : unknown;
        return char.IsAsciiLetterOrDigit(feature[0]) ? rarity * LatinWeight : rarity;
    }
}

/// <summary>A text ready to be compared.</summary>
internal sealed record Wording(string Key, HashSet<string> Features, double Weight);
