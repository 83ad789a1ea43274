using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Tree;

/// <summary>Trees as nobody recorded them: what a fixture has, changed in one place.</summary>
public sealed class ChangedTreeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_box_that_does_not_say_what_it_holds_is_not_an_empty_one()
    {
        var desktop = Changed("wx41-zh-cn", node => node.Control == UiControl.Edit ? node with { Value = null } : node);

        var refusal = await Should.ThrowAsync<DesktopUnavailableException>(() => desktop.ReadInputAsync(Ct));

        (refusal.Reason, refusal.Health.Missing).ShouldSatisfyAllConditions(
            seen => seen.Reason.ShouldBe("selector_drift"), seen => seen.Missing.ShouldBe(["input_value"]));
    }

    [Theory]
    [InlineData("你撤回了一条消息", "重新编辑", 660)]
    [InlineData("你撤回了一条消息", "重新编辑", 540)]
    [InlineData("对方开启了朋友验证", "发送朋友验证", 600)]
    public async Task A_notice_with_a_button_was_said_by_nobody(string text, string button, int left)
    {
        var desktop = Changed("wx39-zh-cn", node => node.Name == "\"赵大海\"撤回了一条消息"
            ? node with
            {
                Name = text,
                Children = [new UiNode(UiControl.Button, "", "", button) { Bounds = new UiRect(left, node.Bounds.Top + 10, 60, 20) }],
            }
            : node);

        var open = (await desktop.ReadOpenChatAsync(Ct)).ShouldNotBeNull();

        open.Rows.Single(row => row.Text == text).ShouldSatisfyAllConditions(
            row => row.Kind.ShouldBe(RowKind.System), row => row.Side.ShouldBe(RowSide.Unknown));
    }

    [Theory]
    [InlineData("充电桩业主群 (86)")]
    [InlineData("充电桩业主群(3)")]
    public async Task Somebody_who_calls_himself_like_a_group_with_its_count_is_not_the_group(string name)
    {
        // His chat is open and not in the part of the list that is in the tree; the group is.
        var desktop = Changed("wx39-zh-cn", node => node switch
        {
            { Control: UiControl.Text, Name: "充电桩业主群 (86)" } => node with { Name = name },
            { Control: UiControl.Edit, Name: "充电桩业主群" } => node with { Name = name },
            { Control: UiControl.Button, Name: "赵大海" or "钱小雨" } => node with { Name = name },
            _ => node,
        });

        (await desktop.ReadTitleAsync(Ct)).ShouldBe(new ChatKey(name, IsGroup: false));
    }

    [Theory]
    [InlineData("wx40-zh-cn")]
    [InlineData("wx41-zh-cn")]
    public async Task Ids_of_parts_in_the_names_of_chats_lead_nowhere(string fixture)
    {
        // Anybody may call himself like the end of a part's id.
        var desktop = Changed(fixture, node => node.ClassName == "mmui::ChatSessionCell" && node.Name.StartsWith("张三", StringComparison.Ordinal)
            ? node with
            {
                Name = "current_chat_name_label\n在吗\n09:10",
                AutomationId = "session_item_current_chat_name_label",
                Children = [new UiNode(UiControl.Text, "mmui::XTextView", "session_item_current_chat_name_label.name", "chat_input_field")],
            }
            : node);

        (await desktop.ReadTitleAsync(Ct)).ShouldBe(new ChatKey("充电桩业主群", IsGroup: true));
        (await desktop.ListChatsAsync(Ct)).Select(chat => chat.Name).ShouldContain("current_chat_name_label");
        (await desktop.ReadInputAsync(Ct)).ShouldBe("");
    }

    [Theory]
    [InlineData("@赵大海 第一\t第二")]
    [InlineData("@赵大海 第一\r第二")]
    [InlineData("@赵大海 第一\n第二")]
    public void A_mention_before_a_tab_or_a_line_break_is_not_typed_by_keys(string text) => MentionTyping.Begins(text).ShouldBeFalse();

    [Theory]
    [InlineData(TreeStyle.Wx39, int.MaxValue)]
    [InlineData(TreeStyle.Wx39, 1)]
    [InlineData(TreeStyle.Wx40, int.MaxValue)]
    [InlineData(TreeStyle.Wx41, int.MaxValue)]
    [InlineData(TreeStyle.Wx41, 1)]
    public async Task However_a_chat_is_called_it_is_never_taken_for_another_one(TreeStyle style, int listed)
    {
        string[] names =
        [
            "张三", "张三(3)", "张三 (3)", "张三（3）", "张三\u2005", "张三\u00a0", "张三🙂", "张三\u200d", "张三\ufe0f", "\ufffc", "(3)", "张三3条新消息",
            "3条新消息", "张三 按住 Ctrl + Win 使用语音输入文字", "输入", "搜索", "消息", "会话", "chat_message_list", "current_chat_count_label",
            "session_item_张三", "search_item_张三", new string('长', 2000),
        ];
        var clock = new LeapingClock();
        var world = new SimulatedWorld(null, clock, TestAgent.Nickname);
        var keys = new List<ChatKey>();
        foreach (var name in names)
        {
            world.Say(world.CreateChat(name, null, allowSameName: false)!, null, "在吗");
            keys.Add(new ChatKey(name, IsGroup: false));
        }

        // Two members and the account: its title in 3.9 is 张三 (3).
        world.Say(world.CreateChat("张三", ["赵大海", "钱小雨"], allowSameName: true)!, "赵大海", "大家好");
        keys.Add(new ChatKey("张三", IsGroup: true));
        var window = new TreeWindow(world, style);
        window.Painter.Items = listed;
        var desktop = new TreeDesktop(window, SelectorCatalog.Load(folder: null), Options.Create(new AgentOptions()), clock);

        var taken = new List<(ChatKey Open, ChatKey? Title, string? Said)>();
        foreach (var key in keys)
        {
            world.Open(key.Name, key.IsGroup);
            await desktop.ListChatsAsync(Ct);

            var title = await desktop.ReadTitleAsync(Ct);
            var said = (await desktop.ReadOpenChatAsync(Ct))?.Rows[^1].Text;
            if (title != key || said != (key.IsGroup ? "大家好" : "在吗"))
            {
                taken.Add((key, title, said));
            }
        }

        taken.ShouldBeEmpty();
    }

    private static TreeDesktop Changed(string fixture, Func<UiNode, UiNode> change)
    {
        var record = FixtureWindow.Load(fixture);
        return FixtureTests.Desktop(record with { Window = Map(record.Window, change) });
    }

    private static UiNode Map(UiNode node, Func<UiNode, UiNode> change) =>
        change(node with { Children = [.. node.Children.Select(child => Map(child, change))] });
}
