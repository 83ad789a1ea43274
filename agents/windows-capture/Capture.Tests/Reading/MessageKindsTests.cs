using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Reading;

namespace WeChatPlatform.Capture.Tests.Reading;

public sealed class MessageKindsTests
{
    private const string Text4 = "mmui::ChatTextItemView";
    private const string Refer4 = "mmui::ChatBubbleReferItemView";
    private const string Bubble4 = "mmui::ChatBubbleItemView";
    private const string Voice4 = "mmui::ChatVoiceItemView";
    private const string Card4 = "mmui::ChatPersonalCardItemView";

    [Theory]
    [InlineData(null, "在吗", "text", "在吗")]
    [InlineData(null, "[微笑]", "text", "[微笑]")]
    [InlineData(null, "图片", "text", "图片")]
    [InlineData(null, "[图片]", "image", "[图片]")]
    [InlineData(null, "[语音]", "voice", "[语音]")]
    [InlineData(null, "[语音]3秒,未播放", "voice", "[语音]")]
    [InlineData(null, "[语音]3秒怎么安装", "text", "怎么安装")]
    [InlineData(null, "[视频]", "video", "[视频]")]
    [InlineData(null, "[视频]看看这个", "text", "[视频]看看这个")]
    [InlineData(null, "[文件]\n报价.pdf", "file", "[文件] 报价.pdf")]
    [InlineData(null, "[文件]", "file", "[文件]")]
    [InlineData(null, "[动画表情]", "sticker", "[动画表情]")]
    [InlineData(null, "[链接]充电桩安装指南", "link", "[链接] 充电桩安装指南")]
    [InlineData(null, "[链接]", "link", "[链接]")]
    [InlineData(null, "[名片]王师傅", "card", "[名片] 王师傅")]
    [InlineData(null, "[位置]", "other", "[位置]")]
    [InlineData(Text4, "[图片]", "text", "[图片]")]
    [InlineData(Text4, "图片", "text", "图片")]
    [InlineData(Refer4, "图片", "image", "[图片]")]
    [InlineData(Refer4, "动画表情", "sticker", "[动画表情]")]
    [InlineData(Refer4, "视频 0:15", "video", "[视频]")]
    [InlineData(Voice4, "语音3\"秒", "voice", "[语音]")]
    [InlineData(Voice4, "语音12\"秒怎么安装", "text", "怎么安装")]
    [InlineData(Bubble4, "文件\n报价.pdf\n12.3K\n未下载", "file", "[文件] 报价.pdf")]
    [InlineData(Bubble4, "[链接]充电桩安装指南\n来自公众号", "link", "[链接] 充电桩安装指南 来自公众号")]
    [InlineData(Bubble4, "语音通话 已取消", "other", "语音通话 已取消")]
    [InlineData(Card4, "王师傅\n名片", "card", "[名片] 王师傅")]
    [InlineData("mmui::ChatSomethingNewView", "什么", "other", "什么")]
    [InlineData("mmui::ChatSomethingNewView", "", "other", "[未知消息]")]
    public void The_kind_is_told_by_class_and_text(string? className, string text, string kind, string content)
    {
        var recognised = MessageKinds.Recognise(new MessageRow(RowKind.Text, text) { ClassName = className });

        (recognised.Kind, recognised.Text).ShouldBe((kind, content));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Text4)]
    [InlineData(Refer4)]
    public void A_quote_is_the_new_text_and_the_quoted_one(string? className)
    {
        var recognised = MessageKinds.Recognise(
            new MessageRow(RowKind.Text, "这个多少钱\n引用 客服小微 的消息 : 7kW 充电桩\n有货") { ClassName = className });

        (recognised.Kind, recognised.Text, recognised.Quoted).ShouldBe(("quote", "这个多少钱", "7kW 充电桩\n有货"));
    }

    [Theory]
    [InlineData("\"张三\" 撤回了一条消息", "recall")]
    [InlineData("你撤回了一条消息", "recall")]
    [InlineData("张三 recalled a message", "recall")]
    [InlineData("\"张三\" 拍了拍 \"客服小微\"", "system")]
    [InlineData("\"赵大海\"邀请\"钱小雨\"加入了群聊", "system")]
    public void A_row_without_a_bubble_is_a_notice(string text, string kind) =>
        MessageKinds.Recognise(new MessageRow(RowKind.System, text)).Kind.ShouldBe(kind);

    [Fact]
    public void Somebody_who_writes_about_taking_back_took_nothing_back() =>
        MessageKinds.Recognise(new MessageRow(RowKind.Text, "我撤回了一条消息")).Kind.ShouldBe("text");

    [Fact]
    public void The_name_of_a_file_is_told() =>
        MessageKinds.Recognise(new MessageRow(RowKind.Text, "文件\n报价.pdf\n12.3K") { ClassName = Bubble4 }).FileName.ShouldBe("报价.pdf");

    [Theory]
    [InlineData(Voice4, "语音3\"秒", "语音3\"秒你好")]
    [InlineData(Bubble4, "文件\n报价.pdf\n12.3K\n未下载", "文件\n报价.pdf\n12.3K\n已下载")]
    public void What_changes_as_the_client_shows_it_is_still_the_same_message(string className, string before, string after) =>
        MessageKinds.IdentityOf(new MessageRow(RowKind.Text, before) { ClassName = className })
            .ShouldBe(MessageKinds.IdentityOf(new MessageRow(RowKind.Text, after) { ClassName = className }));

    [Fact]
    public void A_text_that_is_made_to_be_hard_to_match_is_a_text()
    {
        var hard = string.Concat(Enumerable.Repeat("\n引用 a 的消息", 400)) + new string(' ', 400);

        MessageKinds.Recognise(new MessageRow(RowKind.Text, hard)).Kind.ShouldBe("text");
    }
}
