using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Reading;
using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Tests.Tree;

/// <summary>What is read from windows of each client; see the README beside the fixtures for where they come from.</summary>
public sealed class FixtureTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("wx40-zh-cn")]
    [InlineData("wx41-zh-cn")]
    public async Task A_group_of_4x_is_read_whole(string fixture)
    {
        var desktop = Desktop(fixture);

        var chats = await desktop.ListChatsAsync(Ct);
        var open = (await desktop.ReadOpenChatAsync(Ct))!;

        chats.Select(chat => (chat.Name, chat.Unread, chat.Preview)).ShouldBe(
        [
            ("充电桩业主群", 3, "赵大海: 桩还没好"), ("张三", 2, "在吗"), ("文件传输助手", 0, "[图片]"), ("车友群(3)", 12, "钱小雨: 谢谢"),
            ("李四🙂", 0, "好的"),
        ]);
        open.Key.ShouldBe(new ChatKey("充电桩业主群", IsGroup: true));
        open.Rows.Select(row => MessageKinds.Recognise(row)).Select(row => (row.Kind, row.Text)).ShouldBe(
        [
            ("system", "昨天 18:20"), ("text", "桩还没好"), ("recall", "\"赵大海\" 撤回了一条消息"), ("quote", "修好了吗"),
            ("image", "[图片]"), ("file", "[文件] 报价单.xlsx"), ("voice", "[语音]"), ("card", "[名片] 王师傅"), ("sticker", "[动画表情]"),
        ]);
        open.Rows.ShouldAllBe(row => row.Side == RowSide.Unknown && row.Sender == null);
        (await desktop.ReadInputAsync(Ct)).ShouldBe("");
    }

    [Fact]
    public async Task A_group_of_39_is_read_with_sides_and_speakers()
    {
        var desktop = Desktop("wx39-zh-cn");

        var chats = await desktop.ListChatsAsync(Ct);
        var open = (await desktop.ReadOpenChatAsync(Ct))!;

        chats.Select(chat => (chat.Name, chat.Unread, chat.Preview)).ShouldBe(
            [("充电桩业主群", 3, "赵大海: 桩还没好"), ("店铺2", 3, "在吗"), ("文件传输助手", 0, "[图片]"), ("李四", 0, "好的")]);
        open.Key.ShouldBe(new ChatKey("充电桩业主群", IsGroup: true));
        open.Rows.Select(row => (row.Kind, row.Text, row.Side, row.Sender)).ShouldBe(
        [
            (RowKind.System, "09:12", RowSide.Unknown, null),
            (RowKind.Text, "桩还没好", RowSide.Other, "赵大海"),
            (RowKind.Text, "您好，已派人处理", RowSide.Own, null),
            (RowKind.System, "\"赵大海\"撤回了一条消息", RowSide.Unknown, null),
            (RowKind.Text, "[语音]5秒,未播放", RowSide.Other, "钱小雨"),
            (RowKind.Text, "[图片]", RowSide.Other, "赵大海"),
        ]);
    }

    [Theory]
    [InlineData("wx41-en", "Bob", "hi")]
    [InlineData("wx39-en", "Bob", "hi")]
    [InlineData("wx41-zh-tw", "陳小姐", "在嗎")]
    public async Task Clients_in_other_languages_are_read(string fixture, string name, string preview)
    {
        var chats = await Desktop(fixture).ListChatsAsync(Ct);

        chats.Single(chat => chat.Name == name).Preview.ShouldBe(preview);
    }

    [Theory]
    [InlineData("wx39-zh-cn", "zh-CN", "3.9/1")]
    [InlineData("wx39-en", "en", "3.9/1")]
    [InlineData("wx40-zh-cn", "zh-CN", "4.0/1")]
    [InlineData("wx41-zh-cn", "zh-CN", "4.1/1")]
    [InlineData("wx41-en", "en", "4.1/1")]
    [InlineData("wx41-zh-tw", "zh-TW", "4.1/1")]
    [InlineData("wx41-no-chat", "zh-CN", "4.1/1")]
    [InlineData("wx41-detached", "zh-CN", "4.1/1")]
    public async Task A_window_that_is_well_says_its_language_and_profile(string fixture, string language, string profile)
    {
        var sight = await Desktop(fixture).ProbeAsync(Ct);

        (sight.Health.State, sight.Language, sight.Profile).ShouldBe(("ok", language, profile));
        sight.Selectors.ShouldAllBe(selector => selector.Found || !selector.Needed);
    }

    [Theory]
    [InlineData("wx41-hidden", "tree_hidden", "")]
    [InlineData("wx41-login", "logged_out", "")]
    [InlineData("wx39-login", "logged_out", "")]
    [InlineData("wx41-verification", "verification", "")]
    [InlineData("wx43-unknown", "version_unknown", "")]
    [InlineData("wx41-renamed", "selector_drift", "session_list")]
    [InlineData("wx41-renamed-items", "selector_drift", "session_item")]
    public async Task A_window_that_cannot_be_read_says_why_and_is_no_empty_list(string fixture, string state, string missing)
    {
        var desktop = Desktop(fixture);

        var refusal = await Should.ThrowAsync<DesktopUnavailableException>(() => desktop.ListChatsAsync(Ct));
        var sight = await desktop.ProbeAsync(Ct);

        (refusal.Reason, string.Join(',', refusal.Health.Missing)).ShouldBe((state, missing));
        sight.Health.State.ShouldBe(state);
    }

    [Fact]
    public async Task Rows_of_classes_that_nobody_knows_are_drift()
    {
        var desktop = Desktop("wx41-renamed-rows");

        var refusal = await Should.ThrowAsync<DesktopUnavailableException>(() => desktop.ReadOpenChatAsync(Ct));

        (refusal.Reason, refusal.Health.Missing).ShouldSatisfyAllConditions(
            seen => seen.Reason.ShouldBe("selector_drift"), seen => seen.Missing.ShouldBe(["message_classes"]));
    }

    [Fact]
    public async Task A_dialog_within_the_window_stops_typing_and_a_customer_who_speaks_of_it_does_not()
    {
        var window = new FixtureWindow(FixtureWindow.Load("wx41-dialog-inside"));
        var desktop = Desktop(window);
        (await desktop.ReadOpenChatAsync(Ct)).ShouldNotBeNull().Rows.ShouldHaveSingleItem();

        var refusal = await Should.ThrowAsync<DesktopUnavailableException>(() => desktop.SetInputAsync("您好", Ct));
        await Should.ThrowAsync<DesktopUnavailableException>(() => desktop.PressEnterAsync(Ct));

        (refusal.Reason, window.Keys).ShouldBe(("verification", 0));
        var calm = new FixtureWindow(FixtureWindow.Load("wx41-long-text"));
        await Desktop(calm).PressEnterAsync(Ct);
        calm.Keys.ShouldBe(1);
    }

    [Fact]
    public async Task Two_thousand_characters_are_read_in_full()
    {
        var desktop = Desktop("wx41-long-text");

        (await desktop.ReadInputAsync(Ct)).Length.ShouldBe(2000);
        (await desktop.ReadOpenChatAsync(Ct))!.Rows[^1].Text.Length.ShouldBe(2000);
        desktop.LongestText.ShouldBe(1999);
    }

    [Fact]
    public async Task A_hint_in_the_empty_box_is_no_text()
    {
        (await Desktop("wx41-empty-input").ReadInputAsync(Ct)).ShouldBe("");
        (await Desktop("wx39-en").ReadInputAsync(Ct)).ShouldBe("draft");
    }

    [Fact]
    public async Task Without_an_open_chat_there_is_no_title_and_no_box()
    {
        var desktop = Desktop("wx41-no-chat");

        (await desktop.ReadTitleAsync(Ct)).ShouldBeNull();
        (await desktop.ReadOpenChatAsync(Ct)).ShouldBeNull();
        (await Should.ThrowAsync<DesktopUnavailableException>(() => desktop.ReadInputAsync(Ct))).Reason.ShouldBe("no_chat_open");
    }

    [Fact]
    public async Task A_window_of_its_own_with_a_chat_is_neither_the_window_nor_a_dialog()
    {
        (await Desktop("wx41-detached").ReadTitleAsync(Ct)).ShouldBe(new ChatKey("张三", IsGroup: false));
    }

    internal static TreeDesktop Desktop(string fixture) => Desktop(FixtureWindow.Load(fixture));

    internal static TreeDesktop Desktop(TreeRecord record) => Desktop(new FixtureWindow(record));

    private static TreeDesktop Desktop(FixtureWindow window) =>
        new(window, SelectorCatalog.Load(folder: null), Options.Create(new AgentOptions()), new LeapingClock());
}
