using WeChatPlatform.Message.Replies;

namespace WeChatPlatform.Message.Tests.Replies;

public sealed class TurnRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly MessageOptions Options = new();

    [Fact]
    public void A_burst_ends_a_window_after_its_last_message() =>
        MergeWindow.End(Noon, Noon.AddSeconds(2), Options).ShouldBe(Noon.AddSeconds(3.5));

    [Fact]
    public void A_burst_ends_at_the_limit_however_fast_messages_come() =>
        MergeWindow.End(Noon, Noon.AddSeconds(4.9), Options).ShouldBe(Noon.AddSeconds(5));

    [Theory]
    [InlineData("我的订单发货了吗", true)]
    [InlineData("AB12345678 到哪了", true)]
    [InlineData("7kW 多少钱", true)]
    [InlineData("怎么安装", false)]
    public void The_erp_is_asked_only_when_the_question_needs_it(string text, bool needed) =>
        ErpQuestion.NeedsFacts(text).ShouldBe(needed);
}
