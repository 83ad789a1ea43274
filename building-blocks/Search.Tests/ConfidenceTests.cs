namespace WeChatPlatform.Search.Tests;

public sealed class ConfidenceTests
{
    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(0.25, 0.5)]
    [InlineData(0.5, 1)]
    [InlineData(2, 1)]
    [InlineData(double.NaN, 0)]
    public void Scores_map_along_straight_lines(double score, double confidence) =>
        new Confidence([(0, 0), (0.5, 1), (1, 1)]).Of(score).ShouldBe(confidence, 1e-9);

    [Fact]
    public void Knots_must_rise_from_nothing_to_certainty()
    {
        Should.Throw<ArgumentException>(() => new Confidence([]));
        Should.Throw<ArgumentException>(() => new Confidence([(0, 0), (0.5, 0.9), (0.6, 0.8), (1, 1)]));
        Should.Throw<ArgumentException>(() => new Confidence([(0, 0.1), (1, 1)]));
    }

    [Fact]
    public void A_better_score_is_never_trusted_less()
    {
        var all = Enumerable.Range(0, 101).Select(step => Confidence.OfBuiltIn.Of(step / 100.0)).ToList();

        all.ShouldBe(all.Order());
    }
}
