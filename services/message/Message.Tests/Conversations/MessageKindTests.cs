using WeChatPlatform.Message.Conversations;

namespace WeChatPlatform.Message.Tests.Conversations;

public sealed class MessageKindTests
{
    [Theory]
    [InlineData(null, "text")]
    [InlineData(" ", "text")]
    [InlineData("text", "text")]
    [InlineData("Image", "image")]
    [InlineData("recall", "recall")]
    [InlineData("system", "system")]
    [InlineData("sticker", "sticker")]
    [InlineData("red_packet", "other")]
    [InlineData("other", "other")]
    public void A_word_of_an_agent_stands_for_a_kind(string? type, string kind) => MessageKind.Of(type).ShouldBe(kind);

    [Theory]
    [InlineData("text", "[图片]", true)]
    [InlineData("quote", "多少钱", true)]
    [InlineData("image", "这是什么", false)]
    [InlineData("voice", "3\"", false)]
    [InlineData("video", "", false)]
    [InlineData("file", "报价.pdf", false)]
    [InlineData("sticker", "[OK]", false)]
    [InlineData("card", "李四", false)]
    [InlineData("link", "【链接】", false)]
    [InlineData("link", "[链接]安装规范", true)]
    [InlineData("link", "https://example.com", true)]
    [InlineData("other", " ", false)]
    [InlineData("other", "你好", true)]
    public void Words_are_what_can_be_read(string kind, string content, bool readable) =>
        MessageKind.IsReadable(kind, content).ShouldBe(readable);

    [Theory]
    [InlineData("text", "你好", null, "你好")]
    [InlineData("quote", "多少钱", "7kW 充电桩", "引用「7kW 充电桩」：多少钱")]
    [InlineData("quote", "多少钱", " ", "多少钱")]
    [InlineData("image", "", null, "[图片]")]
    [InlineData("image", "[图片]", null, "[图片]")]
    [InlineData("recall", "", null, "[消息]")]
    public void Every_message_is_a_line_of_the_conversation(string kind, string content, string? quoted, string line) =>
        MessageKind.Line(kind, content, quoted).ShouldBe(line);
}
