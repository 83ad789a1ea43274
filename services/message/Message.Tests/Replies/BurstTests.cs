using WeChatPlatform.Message.Replies;

namespace WeChatPlatform.Message.Tests.Replies;

public sealed class BurstTests
{
    [Fact]
    public void The_question_is_what_can_be_read_in_its_order() =>
        Burst.Question([Said("充电桩不工作"), Said("[图片]", "image"), Said("亮红灯")]).ShouldBe("充电桩不工作\n亮红灯");

    [Fact]
    public void A_quote_is_asked_with_what_it_quotes() =>
        Burst.Question([Said("这个多少钱", "quote") with { Quoted = "7kW 充电桩" }]).ShouldBe("引用「7kW 充电桩」：这个多少钱");

    [Fact]
    public void Each_kind_that_cannot_be_read_is_named_once() =>
        Burst.Unreadable([Said("", "image"), Said("亮红灯"), Said("", "file"), Said("", "image")]).ShouldBe("image,file");

    [Fact]
    public void Nothing_is_named_when_everything_can_be_read() => Burst.Unreadable([Said("亮红灯")]).ShouldBeNull();

    [Fact]
    public void The_model_is_told_what_it_does_not_see() =>
        Burst.ForModel("亮红灯", "image,file").ShouldBe("亮红灯\n（客户还发来了图片、文件，其中的内容看不到。）");

    [Fact]
    public void The_model_is_told_nothing_more_when_it_sees_everything() => Burst.ForModel("亮红灯", null).ShouldBe("亮红灯");

    [Theory]
    [InlineData("other", "other", false)]
    [InlineData("unknown", "other", true)]
    [InlineData("other", "unknown", true)]
    public void One_message_of_unknown_side_is_enough(string first, string second, bool expected) =>
        Burst.HasUnknownSide([Said("一") with { Side = first }, Said("二") with { Side = second }]).ShouldBe(expected);

    private static BurstMessage Said(string content, string kind = "text") =>
        new(kind, content, null, "other", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
}
