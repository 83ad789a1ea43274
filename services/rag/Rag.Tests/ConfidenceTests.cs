namespace WeChatPlatform.Rag.Tests;

public sealed class ConfidenceTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.2, 0.275)]
    [InlineData(0.40, 0.55)]
    [InlineData(0.58, 0.75)]
    [InlineData(0.79, 0.875)]
    [InlineData(1, 1)]
    public void Likeness_maps_to_scores_along_straight_lines(double likeness, double score) =>
        Confidence.FromLikeness(likeness).ShouldBe(score, 1e-9);

    [Fact]
    public void A_rounding_error_above_one_is_one() =>
        Confidence.FromLikeness(1.0000001).ShouldBe(1);

    [Fact]
    public void A_passage_alone_asks_back_at_most_when_its_heading_says_something_else() =>
        Confidence.FromPassage(coverage: 1, headingLikeness: 0, words: 8).ShouldBeInRange(0.55, 0.7499);

    [Fact]
    public void A_passage_with_an_agreeing_heading_answers() =>
        Confidence.FromPassage(coverage: 0.9, headingLikeness: 0.7, words: 8).ShouldBeGreaterThan(0.75);

    [Fact]
    public void One_word_in_common_with_a_passage_is_chance() =>
        Confidence.FromPassage(coverage: 1, headingLikeness: 0, words: 1).ShouldBeLessThan(0.55);
}
