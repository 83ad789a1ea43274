using System.Globalization;
using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Tree;

/// <summary>The tree of a window that shows the chats of a simulated world, by the published descriptions of each client.</summary>
internal sealed class TreePainter(SimulatedWorld world, TreeStyle style)
{
    private const int RowHeight = 60;
    private static readonly UiRect Rows = new(300, 80, 600, 500);

    /// <summary>What a person's search box holds; null while it is closed.</summary>
    public string? Query { get; set; }

    /// <summary>What was typed behind an @, while the list of members is open.</summary>
    public string? Mention { get; set; }

    /// <summary>Automation ids and names that an update changed: the part is there under another one.</summary>
    public HashSet<string> Renamed { get; } = new(StringComparer.Ordinal);

    /// <summary>How many items of the chat list are in the tree, and from which on.</summary>
    public int Items { get; set; } = int.MaxValue;

    public int FirstItem { get; set; }

    /// <summary>Text of a dialog within the window.</summary>
    public string? InnerDialog { get; set; }

    /// <summary>Counts up when elements are rebuilt.</summary>
    public int Generation { get; set; }

    public IReadOnlyList<SimulatedChat> Chats => world.Read((chats, _) => chats.OrderByDescending(chat => chat.LastActivity).ToList());

    public UiNode Paint(bool isReading)
    {
        var window = style == TreeStyle.Wx39 ? Old(isReading) : New(isReading);
        return InnerDialog is null ? window : window with
        {
            Children = [.. window.Children, Node(UiControl.Window, "mmui::Dialog", "", "", [Node(UiControl.Text, "", "", InnerDialog)])],
        };
    }

    private UiNode New(bool isReading)
    {
        var total = Chats.Sum(chat => chat.Unread);
        var tab = Node(UiControl.Button, "mmui::XTabBarItem", "", "微信") with
        {
            FullDescription = total == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{total}条未读消息"),
        };
        var sessions = Node(UiControl.List, "mmui::XTableView", Id("session_list"), "会话", Shown().Select(chat => Node(
            UiControl.ListItem, "mmui::ChatSessionCell", Id($"session_item_{chat.Name}"), ItemName(chat)) with
        {
            RuntimeId = $"5.{Generation}.{chat.Id}",
        }));
        UiNode body = Node(UiControl.Group, "mmui::ChatMasterView", "MainView.content", "", [sessions, .. Chat(isReading)]);

        // 4.1.10 and later: deeper than that.
        for (var depth = 0; depth < (style == TreeStyle.Wx41 ? 12 : 3); depth++)
        {
            body = Node(UiControl.Group, "QWidget", $"wrap_{depth}", "", [body]);
        }

        return Node(UiControl.Window, "mmui::MainWindow", "", "微信",
            [Node(UiControl.ToolBar, "mmui::MainTabBar", "MainView.main_tabbar", "导航", [tab]), body, .. Popovers()]);
    }

    private IEnumerable<UiNode> Chat(bool isReading)
    {
        if (world.Loaded(isReading) is not { } open)
        {
            return [];
        }

        var head = style == TreeStyle.Wx41 ? "content_view.top_content_view." : "top_content_h_view.";
        List<UiNode> labels = [Node(UiControl.Text, "mmui::XTextView", head + Id("current_chat_name_label"), open.Chat.Name)];
        if (open.Chat.IsGroup)
        {
            labels.Add(Node(UiControl.Text, "mmui::XTextView", head + Id("current_chat_count_label"),
                string.Create(CultureInfo.InvariantCulture, $"({open.Chat.Members!.Count + 1})")));
        }

        var rows = open.Rows.Select((row, slot) => Node(
            UiControl.ListItem,
            Renamed.Contains("message_classes") ? RowRendering.ClassName(row).Replace("mmui::", "wx::", StringComparison.Ordinal) : RowRendering.ClassName(row),
            row.Class == RowClass.Text ? "message_list_h_view.chat_bubble_item_view" : "",
            RowRendering.Text(row, fourX: true)) with
        {
            RuntimeId = RowId(row, slot),
            Bounds = new UiRect(Rows.Left, Rows.Top + (slot * RowHeight), Rows.Width, RowHeight),
        });
        var hint = style == TreeStyle.Wx41 ? " 按住 Ctrl + Win 使用语音输入文字" : "";
        return
        [
            Node(UiControl.Group, "mmui::ChatDetailView", "", "", labels),
            Node(UiControl.Group, "mmui::MessageView", "", "", [Node(UiControl.List, "mmui::RecyclerListView", Id("chat_message_list"), "消息", rows)]),
            Node(UiControl.Edit, "mmui::ChatInputField", Id("chat_input_field"), open.Chat.Name + hint) with { Value = open.Chat.Draft },
        ];
    }

    private IEnumerable<UiNode> Popovers()
    {
        yield return Node(UiControl.Edit, "mmui::XValidatorTextEdit", "", "搜索") with { Value = Query ?? "" };
        if (Query is { Length: > 0 } query)
        {
            yield return Node(UiControl.Window, "mmui::SearchContentPopover", "", "",
            [
                Node(UiControl.List, "mmui::XTableView", Id("search_list"), "", Chats.Where(chat => chat.Name.Contains(query, StringComparison.Ordinal))
                    .Select(chat => Node(UiControl.ListItem, "mmui::SearchContentCellView", $"search_item_{chat.Name}", chat.Name) with
                    {
                        RuntimeId = $"6.{chat.Id}",
                    })),
            ]);
        }

        if (Mention is { } typed && world.Read((_, open) => open?.Members) is { } members)
        {
            yield return Node(UiControl.Window, "mmui::XPopover", "MentionPopover", "",
            [
                Node(UiControl.List, "mmui::XTableView", "", "", members.Where(member => member.StartsWith(typed, StringComparison.Ordinal))
                    .Select(member => Node(UiControl.ListItem, "mmui::MentionCell", "", member) with { RuntimeId = $"8.{member}" })),
            ]);
        }
    }

    private UiNode Old(bool isReading)
    {
        var sessions = Node(UiControl.List, "", "", Id("会话"), Shown().Select(chat => Node(
            UiControl.ListItem, "", "", chat.Unread > 0 ? $"{chat.Name}{chat.Unread}条新消息" : chat.Name,
            [
                Node(UiControl.Button, "", "", chat.Name),
                Node(UiControl.Text, "", "", chat.Name),
                .. chat.Rows.Count == 0 ? [] : new[] { Node(UiControl.Text, "", "", Clock(chat)), Node(UiControl.Text, "", "", chat.Preview) },
                .. chat.Unread == 0 ? [] : new[] { Node(UiControl.Text, "", "", chat.Unread.ToString(CultureInfo.InvariantCulture)) },
            ]) with
        {
            RuntimeId = $"5.{Generation}.{chat.Id}",
        }));
        return Node(UiControl.Window, "WeChatMainWndForPC", "", "微信",
        [
            Node(UiControl.Pane, "", "", "",
            [
                Node(UiControl.Pane, "", "", "",
                [
                    Node(UiControl.ToolBar, "", "", "导航", [Node(UiControl.Button, "", "", "聊天"), Node(UiControl.Button, "", "", "通讯录")]),
                    Node(UiControl.Pane, "", "", "", [Node(UiControl.Pane, "", "", "", [Node(UiControl.Edit, "", "", "搜索") with { Value = Query ?? "" }]), sessions]),
                    Node(UiControl.Pane, "", "", "", OldChat(isReading)),
                ]),
            ]),
        ]);
    }

    private IEnumerable<UiNode> OldChat(bool isReading)
    {
        if (world.Loaded(isReading) is not { } open)
        {
            return [];
        }

        var title = open.Chat.IsGroup
            ? string.Create(CultureInfo.InvariantCulture, $"{open.Chat.Name} ({open.Chat.Members!.Count + 1})")
            : open.Chat.Name;
        return
        [
            Node(UiControl.Pane, "", "", "", [Node(UiControl.Text, "", "", title), Node(UiControl.Button, "", "", "聊天信息")]),
            Node(UiControl.Pane, "", "", "",
            [
                Node(UiControl.List, "", "", Id("消息"), open.Rows.Select((row, slot) => OldRow(row, slot, open.Chat))) with { Bounds = Rows },
                Node(UiControl.Pane, "", "", "", [Node(UiControl.Edit, "", "", open.Chat.Name) with { Value = open.Chat.Draft }]),
            ]),
        ];
    }

    private UiNode OldRow(SimulatedRow row, int slot, SimulatedChat chat)
    {
        var top = Rows.Top + (slot * RowHeight);
        var avatar = Node(UiControl.Button, "", "", row.Own ? world.Nickname : row.Sender ?? chat.Name) with
        {
            Bounds = world.Faults.HideSides ? default : new UiRect(row.Own ? Rows.Left + Rows.Width - 50 : Rows.Left + 10, top + 8, 40, 40),
        };
        return Node(UiControl.ListItem, "", "", RowRendering.Text(row, fourX: false),
            row.Class == RowClass.Text ? [Node(UiControl.Pane, "", "", "", [avatar])] : []) with
        {
            RuntimeId = RowId(row, slot),
            Bounds = new UiRect(Rows.Left, top, Rows.Width, RowHeight),
        };
    }

    private IEnumerable<SimulatedChat> Shown() => Chats.Skip(FirstItem).Take(Items);

    private string RowId(SimulatedRow row, int slot) => world.Faults.RecycleIds ? $"7.{slot}" : $"42.{row.Id}";

    private string Id(string id) => Renamed.Contains(id) ? id + "_v2" : id;

    private static string Clock(SimulatedChat chat) => chat.Rows[^1].At.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string ItemName(SimulatedChat chat) =>
        $"{chat.Name}\n{(chat.Unread > 0 ? $"[{chat.Unread}条] " : "")}{chat.Preview}{(chat.Rows.Count == 0 ? "" : "\n" + Clock(chat))}";

    private static UiNode Node(UiControl control, string className, string id, string name, IEnumerable<UiNode>? children = null) =>
        new(control, className, id, name) { Children = children?.ToList() ?? [] };
}
