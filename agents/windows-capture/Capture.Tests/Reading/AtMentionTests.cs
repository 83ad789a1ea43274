using WeChatPlatform.Capture.Reading;

namespace WeChatPlatform.Capture.Tests.Reading;

public sealed class AtMentionTests
{
    [Theory]
    [InlineData("@小助手 请问", true, "请问")]
    [InlineData("@ 小助手 请问", true, "请问")]
    [InlineData("@小助手\u2005请问", true, "请问")]
    [InlineData("请问@小助手", true, "请问")]
    [InlineData("@小助手,你好", true, ",你好")]
    [InlineData("@小助手请问怎么装", true, "请问怎么装")]
    [InlineData("＠小助手 请问", true, "请问")]
    [InlineData("@张三 @小助手 请问", true, "@张三 请问")]
    [InlineData("小助手 请问", false, "小助手 请问")]
    [InlineData("@其他人 请问", false, "@其他人 请问")]
    [InlineData("@小助手长 请问", false, "@小助手长 请问")]
    [InlineData("@小助手", true, "@小助手")]
    [InlineData("价格@", false, "价格@")]
    public void A_mention_is_the_at_sign_and_the_own_name(string text, bool isAtMe, string content)
    {
        var reading = AtMention.Read(text, ["小助手"], ["张三", "小助手长"]);

        reading.ShouldBe(new AtMention.Reading(isAtMe, content));
    }
}
