using WeChatPlatform.Ai.Understanding;

namespace WeChatPlatform.Ai.Tests.Understanding;

public class EmotionRulesTests
{
    [Theory]
    [InlineData("非常满意，安装师傅很专业", Emotion.Positive)]
    [InlineData("解决了，太棒了", Emotion.Positive)]
    [InlineData("The technician was excellent, thank you", Emotion.Positive)]
    [InlineData("7kW 和 11kW 有什么区别", Emotion.Neutral)]
    [InlineData("订单号 WX20250119001", Emotion.Neutral)]
    [InlineData("用了两天就坏了，很失望", Emotion.Negative)]
    [InlineData("质量不好，不满意", Emotion.Negative)]
    [InlineData("I am disappointed, it is broken", Emotion.Negative)]
    [InlineData("你们就是骗子，退钱", Emotion.Angry)]
    [InlineData("再不处理我要投诉", Emotion.Angry)]
    public void A_text_has_the_emotion_of_its_words(string text, string emotion) => EmotionRules.Of(text).ShouldBe(emotion);

    [Fact]
    public void A_denial_turns_a_word() => EmotionRules.Score("不满意").ShouldBeLessThan(0);

    [Fact]
    public void A_denied_fault_is_no_fault() => EmotionRules.Score("没有破损").ShouldBeGreaterThan(0);

    [Fact]
    public void What_follows_a_but_weighs_more() =>
        EmotionRules.Score("外观漂亮，但是质量差").ShouldBeLessThan(EmotionRules.Score("质量差，但是外观漂亮"));

    [Fact]
    public void What_is_wished_is_not_there() => EmotionRules.Score("希望快一点").ShouldBeLessThan(EmotionRules.Score("很快"));

    [Theory]
    [InlineData("好")]
    [InlineData("不")]
    [InlineData("，")]
    public void A_long_text_is_scored_in_a_time_that_grows_with_it(string part) =>
        double.IsFinite(EmotionRules.Score(string.Concat(Enumerable.Repeat(part, 20_000)))).ShouldBeTrue();
}
