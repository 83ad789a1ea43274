namespace WeChatPlatform.Search;

/// <summary>
/// From a reranking model's score to the number that decisions are made with: 0.75 answers, 0.55 asks back, below goes to a person.
/// </summary>
/// <remarks>The built-in reranker has curves of its own, which know its entries' kinds and rivals.</remarks>
public sealed class Confidence
{
    private readonly (double Score, double Confidence)[] knots;

    /// <param name="knots">Points that straight lines join; both numbers rise from 0 to 1 and none falls.</param>
    /// <exception cref="ArgumentException">They do not.</exception>
    public Confidence(IReadOnlyList<(double Score, double Confidence)> knots)
    {
        this.knots = [.. knots];
        var rises = this.knots is [(0, 0), .., (1, 1)]
            && this.knots.Zip(this.knots.Skip(1)).All(pair => pair.First.Score < pair.Second.Score && pair.First.Confidence <= pair.Second.Confidence);
        if (!rises)
        {
            throw new ArgumentException("Knots rise from (0, 0) to (1, 1).", nameof(knots));
        }
    }

    /// <summary>
    /// Of a reranking model whose scores are probabilities (bge-reranker, Jina, Cohere), set by caution and not measured: a
    /// company that uses one measures its own questions and sets its own knots.
    /// </summary>
    public static Confidence OfModel { get; } = new([(0, 0), (0.30, 0.40), (0.50, 0.55), (0.80, 0.75), (1, 1)]);

    /// <param name="score">0 to 1; what is outside counts as the nearest.</param>
    public double Of(double score)
    {
        var clamped = Math.Clamp(double.IsNaN(score) ? 0 : score, 0, 1);
        for (var knot = 1; knot < knots.Length; knot++)
        {
            var (upper, high) = knots[knot];
            if (clamped <= upper)
            {
                var (lower, low) = knots[knot - 1];
                return low + ((high - low) * (clamped - lower) / (upper - lower));
            }
        }

        return 1;
    }
}
