namespace WeChatPlatform.Ai.Understanding;

/// <summary>
/// The emotion of a text by words that praise and blame. A denial before a word turns it, a but makes what follows weigh more, and
/// what insults or threatens is anger whatever else is said.
/// </summary>
internal static class EmotionRules
{
    /// <summary>How much more the part after a but weighs.</summary>
    private const double AfterBut = 1.6;

    /// <summary>From here on a text praises; below its opposite it blames. Between them lies what says neither.</summary>
    private const double Threshold = 0.8;

    private static readonly char[] ClauseEnds = ['，', '。', '！', '？', '；', '、', ',', '.', '!', '?', ';', '~', '～', '…', '\n', ' '];

    public static string Of(string text) => EmotionWords.Rage.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))
        ? Emotion.Angry
        : Score(text) switch
        {
            >= Threshold => Emotion.Positive,
            <= -Threshold => Emotion.Negative,
            _ => Emotion.Neutral,
        };

    /// <summary>Above 0 praises, below blames; 0 says neither.</summary>
    public static double Score(string text)
    {
        var lower = text.ToLowerInvariant();
        double score = 0;
        var weight = 1.0;
        foreach (var clause in lower.Split(ClauseEnds, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (EmotionWords.But.Any(word => clause.Contains(word, StringComparison.Ordinal)))
            {
                weight = AfterBut;
            }

            score += weight * OfClause(clause);
        }

        return score;
    }

    private static double OfClause(string clause)
    {
        double score = 0;
        for (var at = 0; at < clause.Length;)
        {
            if (EmotionWords.Longest(clause, at) is not var (word, value))
            {
                at++;
                continue;
            }

            // What nobody denies of a wish is not there: 希望快一点, 如果好吃.
            score += IsDenied(clause, at) ? -value * 0.8 : IsWished(clause, at) && value > 0 ? -0.4 * value : value;
            at += word.Length;
        }

        return score;
    }

    private static bool IsDenied(string clause, int at) =>
        EmotionWords.Denials.Any(denial => at >= denial.Length && EndsNear(clause, at, denial));

    /// <summary>A denial counts across at most two characters: 不是很好, 没那么好.</summary>
    private static bool EndsNear(string clause, int at, string denial)
    {
        for (var gap = 0; gap <= 2 && at - gap >= denial.Length; gap++)
        {
            if (clause.AsSpan(at - gap - denial.Length, denial.Length).SequenceEqual(denial))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWished(string clause, int at)
    {
        var before = clause.AsSpan(0, at);
        foreach (var wish in EmotionWords.Wishes)
        {
            if (before.Contains(wish, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
