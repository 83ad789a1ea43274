namespace WeChatPlatform.Rag;

/// <summary>
/// From likeness to the score that decisions are made with: 0.75 answers, 0.55 asks back, below goes to a person.
/// </summary>
internal static class Confidence
{
    // A passage that holds every word of the question may still answer another one: without a heading that agrees it stays
    // below what answers on its own.
    private const double CoverageShare = 0.55;

    private const double PassageShare = 0.95;

    private const int CertainWords = 3;

    // (likeness, score), joined by straight lines. Measured: questions of other trades reach a likeness of 0.40 in one
    // case of a hundred; above 0.58 nine of ten first hits are right.
    private static readonly (double Likeness, double Score)[] Knots = [(0, 0), (0.40, 0.55), (0.58, 0.75), (1, 1)];

    public static double FromLikeness(double likeness)
    {
        for (var knot = 1; knot < Knots.Length; knot++)
        {
            var (upper, high) = Knots[knot];
            if (likeness <= upper)
            {
                var (lower, low) = Knots[knot - 1];
                return low + ((high - low) * Math.Max(0, likeness - lower) / (upper - lower));
            }
        }

        return 1;
    }

    /// <summary>
    /// A passage is trusted by how much of the question it and its heading hold, and a little less than an answer that
    /// somebody wrote to this question.
    /// </summary>
    /// <param name="coverage">Share of the question's words that the passage holds.</param>
    /// <param name="headingLikeness">Likeness of question and heading.</param>
    /// <param name="words">How many words the question has; one or two in common are chance.</param>
    public static double FromPassage(double coverage, double headingLikeness, int words)
    {
        var certain = coverage * Math.Min(1, (double)words / CertainWords);
        return PassageShare * FromLikeness((CoverageShare * certain) + ((1 - CoverageShare) * headingLikeness));
    }
}
