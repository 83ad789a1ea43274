namespace WeChatPlatform.Customer.Tests;

public sealed class LikePatternTests
{
    [Theory]
    [InlineData("张三", "张三")]
    [InlineData("100%", @"100\%")]
    [InlineData("a_b", @"a\_b")]
    [InlineData(@"a\b", @"a\\b")]
    public void What_a_person_types_is_taken_literally(string typed, string pattern) =>
        LikePattern.Escape(typed).ShouldBe(pattern);
}
