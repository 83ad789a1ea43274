namespace WeChatPlatform.Search;

/// <summary>How far a candidate is to be trusted: from its score, and how far it is ahead of the next one that says something else.</summary>
internal delegate double Trust(IndexEntry entry, double score, double lead);

/// <summary>
/// How often the built-in reranker is right, by logistic curves fitted to public question sets; docs/quality.md says which, and how
/// well they fit sets that had no part in it.
/// </summary>
/// <remarks>
/// An entry without a near rival is right more often than its score alone says, and one of many that are alike less often. A passage
/// is compared with a question by what it says in its own words, so that lower scores are right; few words in common are chance.
/// </remarks>
internal static class Calibration
{
    // Only a known wording is certain.
    private const double Most = 0.99;

    // A question with its answer: what speaks for nothing, for the score, and for each point of lead.
    private const double Faq = -3.96;
    private const double FaqScore = 6.68;
    private const double FaqLead = 5.39;
    private const double MostFaqLead = 0.3;

    private const double Passage = -16.85;
    private const double PassageScore = 19.75;
    private const double PassageLead = 20.6;
    private const double MostPassageLead = 0.2;

    // Words of the question that say how much a passage was compared with.
    private const double PassageWords = 9.73;
    private const int EnoughWords = 8;

    /// <summary>The share of right ones, 0 to 1.</summary>
    /// <param name="kind">Of the entry.</param>
    /// <param name="score">The built-in reranker's.</param>
    /// <param name="lead">How much lower the next one that says something else is; 0 for one that is not the best.</param>
    /// <param name="words">Different words of the question.</param>
    public static double Of(EntryKind kind, double score, double lead, int words)
    {
        if (!(score > 0))
        {
            return 0;
        }

        var evidence = kind == EntryKind.Faq
            ? Faq + (FaqScore * score) + (FaqLead * Math.Min(lead, MostFaqLead))
            : Passage + (PassageScore * score) + (PassageLead * Math.Min(lead, MostPassageLead)) + (PassageWords * Math.Min(words, EnoughWords) / EnoughWords);
        return Math.Min(Most, 1 / (1 + Math.Exp(-evidence)));
    }
}
