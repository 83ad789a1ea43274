namespace WeChatPlatform.Customer.Tests;

public sealed class GradeTests
{
    private static readonly CustomerOptions Rules = new();

    [Fact]
    public void A_new_customer_is_gray_with_fifty_points()
    {
        Grade.Score(GradeComponents.Unknown, Rules).ShouldBe(50);
        Grade.Of(GradeComponents.Unknown, Rules).ShouldBe(Grade.Gray);
    }

    [Theory]
    [InlineData(100, 100, 100, 100, Grade.White)]
    [InlineData(80, 80, 80, 80, Grade.White)]
    [InlineData(79, 80, 80, 79.6, Grade.Gray)]
    [InlineData(100, 50, 50, 70, Grade.Gray)]
    [InlineData(40, 40, 40, 40, Grade.Gray)]
    [InlineData(39, 40, 40, 39.6, Grade.Black)]
    [InlineData(0, 0, 0, 0, Grade.Black)]
    public void Forty_thirty_thirty_decide(double satisfaction, double activity, double value, double score, string grade)
    {
        var components = new GradeComponents(satisfaction, activity, value);

        Grade.Score(components, Rules).ShouldBe(score, 1e-9);
        Grade.Of(components, Rules).ShouldBe(grade);
    }

    [Fact]
    public void A_component_without_data_counts_as_the_middle() =>
        Grade.Score(new GradeComponents(100, null, null), Rules).ShouldBe(70);

    [Fact]
    public void Components_beyond_their_range_count_as_its_ends() =>
        Grade.Score(new GradeComponents(250, -10, 100), Rules).ShouldBe(70);

    [Fact]
    public void Shares_and_cut_offs_are_settings()
    {
        var rules = new CustomerOptions { SatisfactionPercent = 0, ActivityPercent = 0, ValuePercent = 100, WhiteFrom = 60, GrayFrom = 10 };

        Grade.Of(new GradeComponents(0, 0, 60), rules).ShouldBe(Grade.White);
        Grade.Of(new GradeComponents(100, 100, 9), rules).ShouldBe(Grade.Black);
    }

    [Fact]
    public void The_default_rules_agree() =>
        new GradeRulesAgree().Validate(null, Rules).Succeeded.ShouldBeTrue();

    [Fact]
    public void Shares_that_do_not_make_a_whole_and_crossed_cut_offs_are_both_named()
    {
        var rules = new CustomerOptions { ValuePercent = 40, WhiteFrom = 40, GrayFrom = 40 };

        new GradeRulesAgree().Validate(null, rules).Failures.ShouldNotBeNull().Count().ShouldBe(2);
    }
}
