namespace WeChatPlatform.Rag.Learning;

/// <summary>How good a pair of question and answer is, by how the conversation went on after the answer.</summary>
internal static class PairQuality
{
    private const double ForCompleteness = 0.20;
    private const double ForConfidence = 0.30;
    private const double ForSentiment = 0.20;
    private const double ForResolution = 0.30;

    // What is lost: it stopped by itself, or went to a person.
    private const double Stopped = 0.50;
    private const double HandedOver = 0.25;
    private const double Neutral = 0.50;
    private const double TalkedOn = 1.0 / 3;
    private const int ManyTexts = 3;

    /// <summary>The newest texts that are searched for a word of how it ended.</summary>
    private const int LastTexts = 3;

    /// <remarks>
    /// <paramref name="after"/> is what the customer wrote after the answer, in order. <paramref name="texts"/> counts all that the customer wrote.
    /// <paramref name="satisfied"/> is what a person said; absent when nobody did. <paramref name="handedOver"/>: a person was asked for later.
    /// </remarks>
    /// <returns>0 to 1.</returns>
    public static double Of(double confidence, IReadOnlyList<string> after, int texts, bool handedOver, bool? satisfied)
    {
        var last = after.TakeLast(LastTexts).ToList();
        var ended = satisfied is true || (after.Count > 0 && CustomerWords.Ends(after[^1]));
        var completeness = handedOver ? HandedOver : ended ? 1 : Stopped;
        var sentiment = after.Any(CustomerWords.Complains) ? 0 : satisfied is true || after.Any(CustomerWords.Praises) ? 1 : Neutral;
        var resolution = satisfied is true || last.Exists(CustomerWords.Resolves) ? 1 : texts >= ManyTexts ? TalkedOn : 0;
        return (ForCompleteness * completeness) + (ForConfidence * confidence) + (ForSentiment * sentiment) + (ForResolution * resolution);
    }
}
