namespace WeChatPlatform.Search;

/// <summary>
/// What no score may decide: a wording that somebody wrote down is certain, another fault code or model is wrong, two answers that
/// fit equally well are a question to ask back, and a message that asks for nothing is not answered.
/// </summary>
internal static class Judgement
{
    // Closer than this, one answer is as good as the other.
    private const double Margin = 0.03;

    // What asks back, up to just below what answers without asking.
    private const double AskBack = 0.55;
    private const double MostAskBack = 0.74;

    // What would be believed this far, were it alone, is asked back when others fit as well.
    private const double Alone = 0.65;

    // A passage that names the very code or model that was asked for is told from here on: of a short question its curve knows little.
    private const double Named = 0.4;

    // Below what asks back.
    private const double OtherEntity = 0.5;
    private const double NothingAsked = 0.5;

    /// <summary>Best first, with the confidence that may be told, and why.</summary>
    /// <param name="question">As it was asked.</param>
    /// <param name="scored">Best first.</param>
    /// <param name="trust">What scores mean.</param>
    /// <param name="isKnownWording">Whether the question is one of the entry's wordings.</param>
    public static List<Judged> Of(string question, IReadOnlyList<Scored> scored, Trust trust, Func<IndexEntry, bool> isKnownWording)
    {
        var asked = ExactEntities.Of(question);
        var told = scored.Select(one => new Told(one, Fits(asked, one.Entry, isKnownWording))).ToList();
        var best = told.Exists(one => one.Fit == Fit.Known) ? null : told.Find(one => one.Fit == Fit.Scored)?.Scored;
        var rival = best is null ? null : told.Find(one => one.Fit == Fit.Scored && IsDifferent(best.Entry, one.Scored.Entry))?.Scored;
        var lead = best is null ? 0 : best.Score - (rival?.Score ?? 0);
        var isAmbiguous = best?.Entry.Kind == EntryKind.Faq && rival?.Entry.Kind == EntryKind.Faq && lead < Margin;
        var floor = isAmbiguous && trust(best!.Entry, best.Score, 1) >= Alone ? AskBack : 0;
        var (limit, reason) = Limit(question, isAmbiguous);
        return
        [
            .. told
                .Select(one => one.Fit switch
                {
                    Fit.Known => new Judged(one.Scored, 1, false, [Reasons.KnownWording]),
                    Fit.Other => new Judged(one.Scored, Math.Min(trust(one.Scored.Entry, one.Scored.Score, 0), OtherEntity), true, [Reasons.OtherEntity]),
                    _ => Judge(one.Scored),
                })
                .Where(one => one.Confidence > 0)
                .OrderBy(one => one.IsOther)
                .ThenByDescending(one => one.Confidence)
                .ThenByDescending(one => one.Scored.Score)
                .ThenByDescending(one => one.Scored.Fused.Score),
        ];

        Judged Judge(Scored one)
        {
            var confidence = trust(one.Entry, one.Score, ReferenceEquals(one, best) ? lead : 0);
            var isOneOfSeveral = isAmbiguous && one.Entry.Kind == EntryKind.Faq && best!.Score - one.Score < Margin;
            confidence = isOneOfSeveral ? Math.Max(confidence, floor) : confidence;
            confidence = one.Score >= Named && Names(asked, one.Entry) ? Math.Max(confidence, AskBack) : confidence;
            return new Judged(one, Math.Min(confidence, limit), false, isOneOfSeveral || confidence > limit ? reason : []);
        }
    }

    private static (double Limit, IReadOnlyList<string> Reason) Limit(string question, bool isAmbiguous) => SubstanceReader.Of(question) switch
    {
        Substance.Nothing => (NothingAsked, [Reasons.NothingAsked]),
        Substance.NoSubject => (MostAskBack, [Reasons.NoSubject]),
        _ => isAmbiguous ? (MostAskBack, [Reasons.Ambiguous]) : (1, []),
    };

    private static Fit Fits(IReadOnlyDictionary<string, string> asked, IndexEntry entry, Func<IndexEntry, bool> isKnownWording) =>
        isKnownWording(entry) ? Fit.Known : asked.Count > 0 && IsOfOther(asked, entry) ? Fit.Other : Fit.Scored;

    // Two questions with the same answer do not compete.
    private static bool IsDifferent(IndexEntry one, IndexEntry other) =>
        one.EntryId != other.EntryId && (one.Text.Length == 0 || one.Text != other.Text);

    // A code or a model begins with a letter (e03, ac11); a size (7kw) does not, and stands anywhere.
    private static bool Names(IReadOnlyDictionary<string, string> asked, IndexEntry entry) =>
        entry.Kind == EntryKind.Passage
        && asked.Keys.Where(one => char.IsAsciiLetter(one[0])).ToList() is [_, ..] codes
        && ExactEntities.Of(entry.Text) is var told && codes.TrueForAll(told.ContainsKey);

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

    private enum Fit
    {
        Scored,
        Known,
        Other,
    }

    private sealed record Told(Scored Scored, Fit Fit);

    /// <summary>A reranked candidate.</summary>
    internal sealed record Scored(IndexEntry Entry, Fused Fused, double Score);

    /// <summary>With what may be told; <paramref name="IsOther"/> is of another fault code or model than the one asked for.</summary>
    internal sealed record Judged(Scored Scored, double Confidence, bool IsOther, IReadOnlyList<string> Why);
}
