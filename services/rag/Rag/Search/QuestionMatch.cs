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

    // Of an unknown word, characters that only bind a sentence together count this much of one that may carry a subject:
    // 这么慢 is 慢, 要多少钱 is 多少钱.
    private const double BindingShare = 0.2;

    // Of a known word they count this much: 怎么报修 and 怎么报装电表 share how they ask, not what about. How rare such a word
    // is among a few dozen entries does not tell that. Measured on two public sets: less than this answers more and errs more.
    private const double KnownBindingShare = 0.5;

    private static readonly HashSet<char> BindingCharacters =
        [.. "的了吗呢啊吧呀嘛哦着过是在有和与跟及或就都也还又很太最更会能可以要想得该请给对把被让到从向为因所但而且这那哪其之么什怎样如何个些点"];

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

    /// <summary>Likeness of a question to one wording of an entry, 0 to 1.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="known">The wording.</param>
    /// <param name="entry">
    /// The features of all its wordings: a question that mixes two of them (保修 of one, 几年 of the other) is covered.
    /// </param>
    public double Likeness(Wording question, Wording known, HashSet<string> entry)
    {
        var shared = Weigh(question.Features.Where(known.Features.Contains));
        return shared == 0
            ? 0
            : Math.Sqrt(Weigh(question.Features.Where(entry.Contains)) / question.Weight * shared / known.Weight);
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
        var weight = frequencies.TryGetValue(feature, out var count)
            ? Rarity.Of(entries, count) * Carries(feature, KnownBindingShare)
            : unknown * Carries(feature, BindingShare);
        return char.IsAsciiLetterOrDigit(feature[0]) ? weight * LatinWeight : weight;
    }

    private static double Carries(string feature, double bindingShare) =>
        feature.Average(character => BindingCharacters.Contains(character) ? bindingShare : 1);
}

/// <summary>A text ready to be compared.</summary>
internal sealed record Wording(string Key, HashSet<string> Features, double Weight);
