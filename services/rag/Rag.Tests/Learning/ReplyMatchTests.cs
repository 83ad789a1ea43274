using WeChatPlatform.Rag.Learning;

namespace WeChatPlatform.Rag.Tests.Learning;

/// <summary>Which line that staff wrote answers the question. benchmarks/quality measures it on chats of others.</summary>
public sealed class ReplyMatchTests
{
    [Theory]
    [InlineData("保修几年", "整机保修两年", "在的亲")]
    [InlineData("什么时候发货", "下单后当天下午发货", "您是哪里的客户")]
    [InlineData("可以开发票吗", "可以的，默认开电子发票", "加我微信详聊")]
    [InlineData("你们店在哪", "人民路 12 号地铁口旁边", "稍等我问一下")]
    [InlineData("怎么重置", "长按侧面的按键十秒就重置了", "好的")]
    [InlineData("为什么跳闸", "一般是因为漏电保护动作", "您方便发个视频吗？")]
    public void The_line_that_answers_is_surer_than_the_one_that_does_not(string question, string answer, string other)
    {
        var sure = ReplyMatch.Of(question, [other, answer]);

        sure[1].ShouldBeGreaterThanOrEqualTo(ReplyMatch.Answers);
        sure[0].ShouldBeLessThan(ReplyMatch.Answers);
    }

    [Theory]
    [InlineData("？？")]
    [InlineData("[图片]")]
    [InlineData("好的")]
    [InlineData("感谢您的咨询，欢迎随时联系我")]
    public void What_says_nothing_answers_nothing(string line) => ReplyMatch.Of("充电桩安装要多少钱", [line])[0].ShouldBeLessThan(ReplyMatch.Answers);

    [Fact]
    public void No_lines_have_no_answers() => ReplyMatch.Of("保修几年", []).ShouldBeEmpty();
}
