namespace WeChatPlatform.Search;

/// <summary>
/// What no score may decide: a wording that somebody wrote down is certain, another fault code or model is wrong, and two answers
/// that fit equally well are a question to ask back.
/// </summary>
internal static class Judgement
{
    // Closer than this, one answer is as good as the other.
    private const double Margin = 0.03;

    // Just below what answers without asking.
    private const double AskBack = 0.74;

    // Below what asks back.
    private const double OtherEntity = 0.5;

    /// <summary>Best first, with the confidence that may be told, and why.</summary>
    public static List<Judged> Of(string question, IReadOnlyList<Scored> scored, Func<IndexEntry, bool> isKnownWording)
    {
        var asked = ExactEntities.Of(question);
        var judged = scored
            .Select(one => Of(asked, one, isKnownWording))
            .Where(one => one.Confidence > 0)
            .OrderBy(one => one.IsOther)
            .ThenByDescending(one => one.Confidence)
            .ThenByDescending(one => one.Scored.Score)
            .ThenByDescending(one => one.Scored.Fused.Score)
            .ToList();
        if (IsAmbiguous(judged))
        {
            judged = judged.ConvertAll(one => one.Confidence > AskBack ? one with { Confidence = AskBack, Why = [.. one.Why, Reasons.Ambiguous] } : one);
        }

        return judged;
    }

    private static Judged Of(IReadOnlyDictionary<string, string> asked, Scored scored, Func<IndexEntry, bool> isKnownWording)
    {
        if (isKnownWording(scored.Entry))
        {
            return new Judged(scored, 1, false, [Reasons.KnownWording]);
        }

        if (asked.Count > 0 && IsOfOther(asked, scored.Entry))
        {
            return new Judged(scored, Math.Min(scored.Confidence, OtherEntity), true, [Reasons.OtherEntity]);
        }

        return new Judged(scored, scored.Confidence, false, []);
    }

    // It is about an entity of a shape that was asked for, and knows none that was asked for. A size (7kw) may be mentioned
    // anywhere, so only a subject is about it; a code (e03) that a text tells of is what the text is about.
    private static bool IsOfOther(IReadOnlyDictionary<string, string> asked, IndexEntry entry)
    {
        var subject = ExactEntities.Of(string.Join('\n', entry.Questions.Prepend(entry.Title)));
        var text = ExactEntities.Of(entry.Text);
        return !asked.Keys.Any(one => subject.ContainsKey(one) || text.ContainsKey(one))
            && (subject.Any(one => asked.Values.Contains(one.Value))
                || text.Any(one => char.IsAsciiLetter(one.Key[0]) && asked.Values.Contains(one.Value)));
    }

    private static bool IsAmbiguous(List<Judged> judged) =>
        judged is [{ Confidence: < 1, Scored.Entry.Kind: EntryKind.Faq } best, { Scored.Entry.Kind: EntryKind.Faq } second, ..]
        && best.IsOther == second.IsOther
        && best.Confidence - second.Confidence < Margin
        && best.Scored.Entry.Text != second.Scored.Entry.Text;

    /// <summary>A reranked candidate.</summary>
    internal sealed record Scored(IndexEntry Entry, Fused Fused, double Score, double Confidence);

    /// <summary>With what may be told; <paramref name="IsOther"/> is of another fault code or model than the one asked for.</summary>
    internal sealed record Judged(Scored Scored, double Confidence, bool IsOther, IReadOnlyList<string> Why);
}
