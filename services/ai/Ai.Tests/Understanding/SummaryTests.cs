using WeChatPlatform.Ai.Understanding;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Tests.Understanding;

public class SummaryTests
{
    private static readonly IReadOnlyList<ChatLine> Conversation =
    [
        new("customer", "你好"),
        new("assistant", "您好，请问有什么可以帮您？"),
        new("customer", "我的充电桩报E03故障，怎么处理？"),
        new("assistant", "请您断电五分钟后重启。"),
        new("customer", "还是不行，我电话13800138000"),
        new("assistant", "已为您登记维修，工程师会在24小时内联系您。"),
        new("customer", "好的，谢谢"),
    ];

    [Fact]
    public void The_question_and_what_was_done_stand_in_it_and_politeness_does_not()
    {
        var summary = SummaryRules.Of(Conversation, 200);

        summary.ShouldContain("E03故障");
        summary.ShouldContain("登记维修");
        summary.ShouldNotContain("您好");
        summary.ShouldNotContain("谢谢");
    }

    [Fact]
    public void A_phone_number_is_masked()
    {
        var summary = SummaryRules.Of(Conversation, 400);

        summary.ShouldContain("138****8000");
        summary.ShouldNotContain("13800138000");
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(200)]
    public void It_is_never_longer_than_it_may_be(int most) => SummaryRules.Of(Conversation, most).Length.ShouldBeInRange(1, most);

    [Fact]
    public void The_question_stays_when_there_is_little_room() => SummaryRules.Of(Conversation, 60).ShouldContain("E03");

    [Fact]
    public void Nothing_said_is_nothing_summed_up() => SummaryRules.Of([new ChatLine("customer", "嗯")], 200).ShouldBeEmpty();
}
