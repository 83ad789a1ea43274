namespace WeChatPlatform.Rag;

/// <summary>An item that fits a question, and how well.</summary>
/// <remarks><paramref name="Rank"/> is the ranking's score, which decides between equal ones.</remarks>
internal sealed record Hit(KnowledgeItem Item, double Score, double Rank);

/// <summary>
/// Two answers that fit a question equally well are a question to ask back (which of your products?), not an answer.
/// </summary>
internal static class Ambiguity
{
    // Closer than this, one is as good as the other.
    private const double Margin = 0.03;

    // Just below what answers without asking.
    private const double AskBack = 0.74;

    /// <summary>The highest score that may be told.</summary>
    /// <param name="hits">Best first. A known wording, score 1, is never in doubt.</param>
    public static double Ceiling(IReadOnlyList<Hit> hits) =>
        hits is [{ Score: < 1, Item.Kind: KnowledgeItem.Faq } best, { Item.Kind: KnowledgeItem.Faq } second, ..]
            && best.Score - second.Score < Margin
            && best.Item.Text != second.Item.Text
            ? AskBack
            : 1;
}
