using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Guard;

/// <summary>
/// As far as the best piece of evidence under an answer is to be trusted, and no further: a model words well what it does not know. What
/// speaks against an answer takes away from that; nothing adds to it. The evidence's scores are calibrated (docs/quality.md), the rest is
/// caution.
/// </summary>
internal sealed class AnswerConfidence : IAnswerConfidence
{
    /// <summary>Below every threshold that answers: good enough for a greeting, not for a fact.</summary>
    public const double WithoutEvidence = 0.5;

    private const double Uncited = 0.95;
    private const double Rewritten = 0.9;
    private const double CutShort = 0.85;

    // Of the answer's words the evidence holds at least this share when a model keeps to it: rewording and politeness cost the rest.
    private const double FullCoverage = 0.5;
    private const double LeastForCoverage = 0.6;

    public AnswerTrust Of(AnswerTrustInput input)
    {
        var restsOn = input.Cited.Count > 0 ? input.Cited : input.Given;
        if (restsOn.Count == 0)
        {
            return new AnswerTrust(WithoutEvidence, ["no_evidence"]);
        }

        var reasons = new List<string>();
        var confidence = Math.Clamp(restsOn.Max(piece => piece.Score), 0, 1);
        Add(FormattableString.Invariant($"evidence {confidence:0.00}"), 1);
        if (input.Cited.Count == 0)
        {
            Add("cites_nothing", Uncited);
        }

        var coverage = Coverage(input.Answer, input.Question, restsOn);
        if (coverage < FullCoverage)
        {
            Add(FormattableString.Invariant($"covered {coverage:0.00}"), LeastForCoverage + ((1 - LeastForCoverage) * coverage / FullCoverage));
        }

        if (input.CutOff)
        {
            Add("cut_off", CutShort);
        }

        if (input.WasRewritten)
        {
            Add("rewritten", Rewritten);
        }

        return new AnswerTrust(Math.Round(confidence, 4), reasons);

        void Add(string reason, double share)
        {
            reasons.Add(reason);
            confidence *= share;
        }
    }

    /// <summary>Share of the answer's pairs of characters that the evidence or the question holds, 0 to 1.</summary>
    internal static double Coverage(string answer, string question, IReadOnlyList<Evidence> evidence)
    {
        var told = Pairs(answer);
        if (told.Count == 0)
        {
            return 1;
        }

        var known = Pairs(question);
        foreach (var piece in evidence)
        {
            known.UnionWith(Pairs(piece.Title));
            known.UnionWith(Pairs(piece.Text));
        }

        return (double)told.Count(known.Contains) / told.Count;
    }

    private static HashSet<(char First, char Second)> Pairs(string source)
    {
        var text = GuardText.Of(source).Text;
        var pairs = new HashSet<(char, char)>();
        for (var at = 0; at + 1 < text.Length; at++)
        {
            if (char.IsLetterOrDigit(text[at]) && char.IsLetterOrDigit(text[at + 1]))
            {
                pairs.Add((char.ToLowerInvariant(text[at]), char.ToLowerInvariant(text[at + 1])));
            }
        }

        return pairs;
    }
}
