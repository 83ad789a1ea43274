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

    [Theory]
    [InlineData(EntryKind.Faq)]
    [InlineData(EntryKind.Passage)]
    internal void A_better_score_a_longer_lead_and_more_words_are_never_trusted_less(EntryKind kind)
    {
        var steps = Enumerable.Range(0, 101).Select(step => step / 100.0).ToList();

        steps.ConvertAll(score => Calibration.Of(kind, score, 0.05, 5)).ShouldBeInOrder();
        steps.ConvertAll(lead => Calibration.Of(kind, 0.5, lead, 5)).ShouldBeInOrder();
        Enumerable.Range(1, 20).Select(words => Calibration.Of(kind, 0.4, 0.05, words)).ToList().ShouldBeInOrder();
        Calibration.Of(kind, 1, 1, 20).ShouldBeInRange(0.95, 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    internal void What_has_nothing_in_common_is_not_trusted_at_all(double score) =>
        Calibration.Of(EntryKind.Faq, score, 0.3, 8).ShouldBe(0);
}
