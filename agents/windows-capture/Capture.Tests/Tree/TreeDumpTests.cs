using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Tests.Tree;

/// <summary>What a user sends to support: a tree that can be read again, without anybody's name or words.</summary>
public sealed class TreeDumpTests
{
    private static readonly IReadOnlyList<SelectorProfile> Profiles = SelectorCatalog.Load(folder: null).Profiles;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_tree_that_was_written_is_read_as_it_was()
    {
        var record = FixtureWindow.Load("wx41-zh-cn");

        TreeDump.Write(TreeDump.Read(TreeDump.Write(record))).ShouldBe(TreeDump.Write(record));
        record.Facts.OtherWindows.Count.ShouldBe(3);
        record.Note!.ShouldContain("nobody recorded it");
    }

    [Theory]
    [InlineData("wx41-zh-cn")]
    [InlineData("wx39-zh-cn")]
    [InlineData("wx41-en")]
    [InlineData("wx41-zh-tw")]
    [InlineData("wx41-detached")]
    [InlineData("wx41-long-text")]
    public void Nobodys_name_or_word_is_in_a_redacted_tree(string fixture)
    {
        var json = TreeDump.WriteRedacted(FixtureWindow.Load(fixture), Profiles);

        foreach (var told in new[]
        {
            "赵大海", "钱小雨", "张三", "李四", "王小姐", "王师傅", "桩还没好", "充电桩", "车友", "車友", "報價", "报价", "在吗", "在嗎", "还没好", "還沒好",
            "处理", "店铺", "小微", "Bob", "Zhao", "owners", "hello", "四五六七八",
        })
        {
            json.ShouldNotContain(told);
        }
    }

    [Theory]
    [InlineData("wx40-zh-cn")]
    [InlineData("wx41-zh-cn")]
    [InlineData("wx41-zh-tw")]
    [InlineData("wx41-en")]
    [InlineData("wx39-zh-cn")]
    [InlineData("wx39-en")]
    public async Task A_redacted_tree_is_read_as_the_one_it_was_made_of(string fixture)
    {
        var redacted = TreeDump.Read(TreeDump.WriteRedacted(FixtureWindow.Load(fixture), Profiles));
        var before = FixtureTests.Desktop(fixture);
        var after = FixtureTests.Desktop(redacted);

        var listed = await after.ListChatsAsync(Ct);
        var open = await after.ReadOpenChatAsync(Ct);

        redacted.IsRedacted.ShouldBeTrue();
        listed.Select(chat => (chat.Name.Length, chat.Unread, chat.SharesName)).ShouldBe(
            (await before.ListChatsAsync(Ct)).Select(chat => (chat.Name.Length, chat.Unread, chat.SharesName)));
        listed.ShouldContain(chat => chat.Name == open!.Key.Name, "the title still is that of its item");
        open!.Rows.Select(row => (row.Kind, row.Side, row.Text.Length)).ShouldBe(
            (await before.ReadOpenChatAsync(Ct))!.Rows.Select(row => (row.Kind, row.Side, row.Text.Length)));
        (await after.ProbeAsync(Ct)).ShouldSatisfyAllConditions(
            sight => sight.Health.State.ShouldBe("ok"), sight => sight.Language.ShouldNotBeNull());
    }

    [Fact]
    public void A_phone_number_is_another_one_afterwards_and_a_price_too()
    {
        var window = new UiNode(UiControl.Window, "mmui::MainWindow", "", "13812345678 一共1299.50元，微信号 wxid_abc123");

        var name = TreeDump.Read(TreeDump.WriteRedacted(Record(window), Profiles)).Window.Name;

        name.ShouldNotContain("13812345678");
        name.ShouldNotContain("1299");
        name.ShouldNotContain("wxid");
        name.Length.ShouldBe(window.Name.Length);
    }

    [Theory]
    [InlineData("MainView.session_item_Bob.Smith", "MainView.session_item_")]
    [InlineData("search_item_张三", "search_item_")]
    [InlineData("chat_message_list.chat_bubble_item_view", "chat_message_list.chat_bubble_item_view")]
    [InlineData("格子_张三", "")]
    public void An_automation_id_keeps_the_programs_words_and_no_chats_name(string id, string start)
    {
        var node = new UiNode(UiControl.Window, "", "", "") { Children = [new UiNode(UiControl.ListItem, "", id, "")] };

        var redacted = TreeDump.Read(TreeDump.WriteRedacted(Record(node), Profiles)).Window.Children[0].AutomationId;

        redacted.ShouldStartWith(start);
        redacted.ShouldNotContain("张三");
        redacted.ShouldNotContain("Bob");
        redacted.ShouldNotContain("Smith");
        redacted.Length.ShouldBe(id.Length);
    }

    [Theory]
    [InlineData("{}", "format")]
    [InlineData("{", "cannot be read")]
    [InlineData("""{"format":"wechat-tree/9"}""", "wechat-tree/9")]
    [InlineData("""{"format":"wechat-tree/1","redacted":true,"at":"2026-03-02T09:00:00Z","facts":{"session":"Asleep"},"window":{}}""", "Asleep")]
    public void What_is_no_tree_says_so(string json, string why)
    {
        Should.Throw<InvalidDataException>(() => TreeDump.Read(json)).Message.ShouldContain(why);
    }

    private static TreeRecord Record(UiNode window) => new(
        new WindowFacts(SessionState.Interactive, "4.1.10.27", "Qt51514QWindowIcon", "微信", false, []), "4.1/1", window, DateTimeOffset.UnixEpoch);
}
