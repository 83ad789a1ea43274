using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Capture.Windows.Automation;

namespace WeChatPlatform.Capture.Windows.Tests.Automation;

public sealed class ElementCacheTests
{
    private const nint Window = 7;
    private static readonly UiSelector List = new() { Control = UiControl.List, AutomationIdSuffix = "session_list" };

    private readonly FakeTree _tree = new();
    private readonly FakeElement _main;
    private readonly ElementCache<FakeElement> _cache;
    private FakeElement _list;

    public ElementCacheTests()
    {
        _list = NewList();
        _main = new FakeElement(UiControl.Window, "mmui::MainWindow", "微信") { Children = [new(UiControl.Group, "x") { Children = [_list] }] };
        _tree.Windows[Window] = _main;
        _cache = new ElementCache<FakeElement>(_tree);
        _cache.Use(new ClientWindows(Window, () => []));
    }

    [Fact]
    public void What_was_found_once_is_read_again_without_a_search()
    {
        _cache.Read(List, 1).ShouldNotBeNull().Children.Count.ShouldBe(2);
        _list.Children.Add(Cell("王五"));
        _cache.Read(List, 1).ShouldNotBeNull().Children.Count.ShouldBe(3);

        _tree.Searches.ShouldBe(1);
    }

    [Fact]
    public void A_dead_element_is_found_anew()
    {
        _cache.Read(List, 1);
        var old = _list;
        old.IsDead = true;
        _list = NewList();
        _main.Children[0].Children[0] = _list;

        _cache.Read(List, 0).ShouldNotBeNull().RuntimeId.ShouldBe(_list.RuntimeId);
    }

    [Fact]
    public void A_window_that_was_rebuilt_is_found_anew_with_what_is_in_it()
    {
        _cache.Read(List, 1);
        _main.IsDead = true;
        _list.IsDead = true;
        var rebuilt = NewList();
        _tree.Windows[Window] = new FakeElement(UiControl.Window, "mmui::MainWindow") { Children = [rebuilt] };

        _cache.Read(List, 0).ShouldNotBeNull().RuntimeId.ShouldBe(rebuilt.RuntimeId);
    }

    [Fact]
    public void An_element_that_is_no_longer_shown_gives_way_to_the_one_that_is()
    {
        _cache.Read(List, 0);
        _list.Bounds = default;
        _list.Control = UiControl.Custom;
        var shown = NewList();
        _main.Children.Add(shown);

        _cache.Read(List, 0).ShouldNotBeNull().RuntimeId.ShouldBe(shown.RuntimeId);
    }

    [Fact]
    public void What_is_not_there_is_null_and_is_found_when_it_comes()
    {
        var input = new UiSelector { Control = UiControl.Edit };
        _cache.Read(input, 0).ShouldBeNull();
        _main.Children.Add(new FakeElement(UiControl.Edit, "mmui::ChatInputField") { Value = "" });

        _cache.Read(input, 0).ShouldNotBeNull().Value.ShouldBe("");
    }

    [Fact]
    public void A_selector_finds_in_the_live_tree_what_it_finds_in_its_record()
    {
        _main.Children.Add(new FakeElement(UiControl.List, "other", automationId: "search_list"));
        _main.Children.Add(NewList());
        UiSelector[] selectors =
        [
            UiSelector.Window, List, List with { Position = 1 }, List with { Position = -1 }, List with { Position = 5 },
            List with { Position = -3 }, new() { Control = UiControl.List }, new() { Control = UiControl.List, Position = -1 },
            new() { ClassNames = ["mmui::ChatSessionCell"], Within = List with { Position = -1 } },
            new() { Names = ["李四", "張三"] }, new() { AutomationIdSuffix = "_list" }, new() { Control = UiControl.Other },
            new() { Control = UiControl.ListItem, Within = new() { Control = UiControl.Group }, Position = -1 },
        ];

        foreach (var selector in selectors)
        {
            _cache.Read(selector, 0)?.RuntimeId.ShouldBe(selector.Find(_main.Record(9))?.RuntimeId, selector.ToString());
        }
    }

    [Fact]
    public void References_are_given_back()
    {
        _main.Children.Add(NewList());
        for (var round = 0; round < 5; round++)
        {
            _cache.Read(List, 1);
            _cache.Read(List with { Position = 1 }, 1);
            _cache.Read(new UiSelector { ClassNames = ["mmui::ChatSessionCell"], Within = List with { Position = 1 } }, 0);
            _cache.WithNode(_list.Children[0].Record(0), (_, _) => true).ShouldBeTrue();
        }

        _cache.Clear();

        _tree.Held.ShouldBe(0);
    }

    [Fact]
    public void A_popup_is_found_in_a_window_of_its_own_but_nothing_else_is()
    {
        var item = new FakeElement(UiControl.Edit, "mmui::ChatInputField", "另一个聊天");
        _tree.Windows[8] = new FakeElement(UiControl.Window, "mmui::Popover", automationId: "MentionPopover") { Children = [item] };
        List<nint> open = [];
        _cache.Use(new ClientWindows(Window, () => open));

        var popup = new UiSelector { Control = UiControl.Window, AutomationIdSuffix = "MentionPopover" };
        _cache.Read(popup, 1).ShouldBeNull();

        open.Add(8);
        _cache.Read(popup, 1).ShouldNotBeNull().Children.Count.ShouldBe(1);
        _cache.Read(new UiSelector { Control = UiControl.Edit, Within = popup }, 0).ShouldNotBeNull();
        _cache.Read(new UiSelector { Control = UiControl.Edit }, 0).ShouldBeNull();
    }

    [Fact]
    public void A_record_leads_back_to_its_element()
    {
        var record = _cache.Read(List, 1).ShouldNotBeNull().Children[1];

        _cache.WithNode(record, (found, list) => (found.Element, list.RuntimeId)).ShouldBe((_list.Children[1], _list.RuntimeId));
    }

    [Fact]
    public void A_chat_whose_last_message_changed_is_still_that_chat()
    {
        var record = _cache.Read(List, 1).ShouldNotBeNull().Children[0];
        _list.Children[0].Name = "张三\n[2条] 在吗\n10:24";

        _cache.WithNode(record, (_, _) => true).ShouldBeTrue();
    }

    [Fact]
    public void A_recycled_id_does_not_lead_to_another_chat()
    {
        var record = _cache.Read(List, 1).ShouldNotBeNull().Children[0];
        _list.Children[0].Name = "李四\n你好\n10:24";
        _list.Children[0].AutomationId = "session_item_李四";

        _cache.WithNode(record, (_, _) => true).ShouldBeFalse();
    }

    [Fact]
    public void A_recycled_id_does_not_lead_to_another_message()
    {
        _list.Children[0].AutomationId = "chat_bubble_item_view";
        _list.Children[0].Name = "好的";
        var record = _cache.Read(List, 1).ShouldNotBeNull().Children[0];
        _list.Children[0].Name = "不行";

        _cache.WithNode(record, (_, _) => true).ShouldBeFalse();
    }

    [Fact]
    public void What_was_never_read_leads_nowhere() =>
        _cache.WithNode(_list.Children[0].Record(0), (_, _) => true).ShouldBeFalse();

    [Theory]
    [InlineData(unchecked((int)0x80040201))]
    [InlineData(unchecked((int)0x80010108))]
    [InlineData(unchecked((int)0x800706BA))]
    public void Codes_of_a_dead_element_are_told_apart(int code) =>
        Should.Throw<ElementGoneException>(() => UiaResult.Check(code));

    [Fact]
    public void Other_codes_are_a_failure_or_a_timeout()
    {
        Should.Throw<TreeFailedException>(() => UiaResult.Check(unchecked((int)0x80004005)));
        Should.Throw<Capture.Desktop.DesktopUnavailableException>(() => UiaResult.Check(unchecked((int)0x80131505)))
            .Reason.ShouldBe("not_answering");
        UiaResult.Check(0);
        UiaResult.Check(1);
    }

    private static FakeElement NewList() => new(UiControl.List, "mmui::XTableView", "会话", "left.session_list")
    {
        Children = [Cell("张三"), Cell("李四")],
    };

    private static FakeElement Cell(string chat) =>
        new(UiControl.ListItem, "mmui::ChatSessionCell", $"{chat}\n你好\n10:23", $"session_item_{chat}");
}
