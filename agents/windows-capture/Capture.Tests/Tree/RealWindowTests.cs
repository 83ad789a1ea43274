using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Capture.Tests.Sending;

namespace WeChatPlatform.Capture.Tests.Tree;

/// <summary>What only a real window does: it changes, hides, loads late, forgets, and shows a part of its list.</summary>
public sealed class RealWindowTests() : SendingTest(TreeStyle.Wx41)
{
    private TreeWindow Window => Agent.Window!;

    [Theory]
    [InlineData("logged_out")]
    [InlineData("verification")]
    [InlineData("dialog_inside")]
    [InlineData("selector_drift")]
    [InlineData("version_unknown")]
    [InlineData("locked")]
    [InlineData("minimised")]
    public async Task Nothing_is_typed_into_a_window_that_is_not_well_and_the_answer_goes_out_when_it_is(string trouble)
    {
        await Agent.RunDryAsync();
        var undo = Break(trouble);
        Window.Acts.Clear();
        Agent.Receive(TestAgent.Decision("d1", "张三", "您好"));

        var refusal = await Should.ThrowAsync<DesktopUnavailableException>(Agent.RoundAsync);

        refusal.Reason.ShouldBe(trouble == "dialog_inside" ? "verification" : trouble);
        Window.Acts.ShouldNotContain("paste");
        Window.Acts.ShouldNotContain("Enter");
        undo();
        await Agent.RunDryAsync();
        Own("张三").ShouldBe(["您好"]);
        Outcomes().ShouldBe([("verified", null)]);
    }

    [Theory]
    [InlineData("logged_out")]
    [InlineData("verification")]
    [InlineData("dialog_inside")]
    [InlineData("selector_drift")]
    [InlineData("version_unknown")]
    public async Task A_window_that_fails_between_typing_and_Enter_gets_no_Enter(string trouble)
    {
        await Agent.RunDryAsync();
        var undo = () => { };
        var isFirst = true;
        Agent.Gate = question =>
        {
            if (question.Step == GateStep.Enter && isFirst)
            {
                isFirst = false;
                undo = Break(trouble);
            }

            return GateAnswer.Go;
        };
        Window.Acts.Clear();
        Agent.Receive(TestAgent.Decision("d1", "张三", "您好"));

        await Should.ThrowAsync<DesktopUnavailableException>(Agent.RoundAsync);

        Window.Acts.ShouldContain("paste");
        Window.Acts.ShouldNotContain("Enter");
        undo();
        await Agent.RunDryAsync();
        Own("张三").ShouldBe(["您好"]);
        Outcomes().ShouldBe([("verified", null)]);
    }

    [Theory]
    [InlineData("current_chat_name_label", "title")]
    [InlineData("chat_message_list", "message_list")]
    [InlineData("chat_input_field", "input")]
    [InlineData("message_classes", "message_classes")]
    [InlineData("session_list", "session_list")]
    public async Task A_part_that_an_update_renames_while_the_agent_works_is_drift(string renamed, string missing)
    {
        await Agent.RunDryAsync();
        World.Open("李四", false);
        Window.Painter.Renamed.Add(renamed);
        Agent.Receive(TestAgent.Decision("d1", "张三", "您好"));

        var refusal = await Should.ThrowAsync<DesktopUnavailableException>(Agent.RoundAsync);

        (refusal.Reason, string.Join(',', refusal.Health.Missing)).ShouldBe(("selector_drift", missing));
        Own("张三").ShouldBeEmpty();
        Outcomes().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pasted_text_that_shows_late_is_waited_for()
    {
        Window.PasteReadings = 6;

        await TypeAsync("您好", "有货");

        Own("张三").ShouldBe(["您好", "有货"]);
        Outcomes().ShouldBe([("verified", null), ("verified", null)]);
    }

    [Fact]
    public async Task An_item_that_died_under_the_click_is_found_again()
    {
        await Agent.RunDryAsync();
        World.Open("李四", false);
        Window.DeadClicks = 2;

        await TypeAsync("您好");

        Own("张三").ShouldBe(["您好"]);
    }

    [Fact]
    public async Task A_text_longer_than_a_message_is_refused_before_it_is_typed()
    {
        await Agent.RunDryAsync();
        Window.Acts.Clear();

        await TypeAsync(new string('长', 2000));

        Outcomes().ShouldBe([("not_sent", "text_too_long")]);
        Window.Acts.ShouldNotContain("paste");
    }

    [Fact]
    public async Task A_text_as_long_as_a_message_may_be_is_pasted_whole_and_read_back()
    {
        var text = new string('长', 1999);

        await TypeAsync(text);

        Own("张三").ShouldBe([text]);
        Outcomes().ShouldBe([("verified", null)]);
    }

    [Fact]
    public async Task A_chat_that_is_not_in_the_list_is_found_by_the_search()
    {
        await Agent.RunDryAsync();
        World.Open("李四", false);
        Many(30);
        Window.Painter.Items = 3;

        await TypeAsync("您好");

        Own("张三").ShouldBe(["您好"]);
        Outcomes().ShouldBe([("verified", null)]);
        Window.Acts.ShouldContain("ControlF");
        Window.Painter.Query.ShouldBeNull("the search is closed again");
    }

    [Fact]
    public async Task Of_two_search_results_of_one_name_none_is_written_to()
    {
        await Agent.RunDryAsync();
        World.CreateChat("张三", null, allowSameName: true);
        World.Open("李四", false);
        Many(30);
        Window.Painter.Items = 3;

        await TypeAsync("您好");

        Outcomes().ShouldBe([("not_sent", "chat_not_found")]);
        Own("张三").ShouldBeEmpty();
        Window.Painter.Query.ShouldBeNull();
    }

    [Fact]
    public async Task Two_chats_that_were_seen_with_one_name_are_not_written_to_when_one_is_off_the_screen()
    {
        var other = World.CreateChat("张三", null, allowSameName: true)!;
        await Agent.RunDryAsync();
        Window.Painter.Items = 1;
        World.Say(other, null, "是我");

        await TypeAsync("您好");

        Outcomes().ShouldBe([("not_sent", "ambiguous_chat")]);
    }

    [Fact]
    public async Task Customers_below_the_screen_are_found_by_the_clients_count_of_what_is_unread()
    {
        var chats = Many(12);
        await Agent.RunDryAsync();
        World.Open("李四", false);
        Window.Painter.Items = 4;
        foreach (var chat in chats)
        {
            World.Say(chat, null, $"有人吗 {chat}");
        }

        await Task.Delay(TimeSpan.FromMinutes(1), Clock, TestContext.Current.CancellationToken);
        await Agent.RunDryAsync();

        Agent.CapturedTexts.Where(text => text.StartsWith("有人吗", StringComparison.Ordinal)).Count().ShouldBe(12);
        Agent.Journal.State.Gaps.ShouldBe(0);
        Window.Painter.FirstItem.ShouldBe(0, "the list is back at its top");
    }

    [Fact]
    public async Task Rows_that_load_in_steps_under_recycled_ids_are_captured_once()
    {
        World.Faults = World.Faults with { RecycleIds = true, RenderSteps = 4, LoadedRows = 8 };
        await Agent.RunDryAsync();
        string[] said = ["好的", "好的", "在吗", "好的"];
        foreach (var text in said)
        {
            World.Open("李四", false);
            World.Say(Chat, null, text);
            await Agent.RunDryAsync();
        }

        Agent.CapturedTexts.ShouldBe(["在吗", .. said]);
        Agent.Captured.ShouldAllBe(message => message.Side == "other" && message.SideSource == "bubble_colour");
    }

    [Fact]
    public async Task A_member_at_the_beginning_of_an_answer_in_a_group_is_mentioned_by_keys()
    {
        var group = World.CreateChat("车友群", ["赵大海"], allowSameName: false)!;
        World.Say(group, "赵大海", "在吗");
        await Agent.RunDryAsync();

        Agent.Receive(InGroup("@赵大海 在的，您说"));
        await Agent.RunDryAsync();

        Own("车友群").ShouldBe(["@赵大海\u2005在的，您说"]);
        Window.Acts.ShouldContain("type");
        Outcomes().ShouldBe([("verified", null)]);
    }

    [Fact]
    public async Task A_member_that_is_not_offered_is_written_as_a_text()
    {
        var group = World.CreateChat("车友群", ["赵大海"], allowSameName: false)!;
        World.Say(group, "赵大海", "在吗");
        await Agent.RunDryAsync();

        Agent.Receive(InGroup("@钱小雨 在的"));
        await Agent.RunDryAsync();

        Own("车友群").ShouldBe(["@钱小雨 在的"]);
        Outcomes().ShouldBe([("verified", null)]);
        Window.Painter.Mention.ShouldBeNull();
    }

    [Fact]
    public async Task Contacts_are_left_for_the_chats_and_a_tab_that_does_not_help_is_drift()
    {
        Window.Painter.Renamed.Add("session_list");

        var first = await Should.ThrowAsync<DesktopUnavailableException>(Agent.RoundAsync);
        var second = await Should.ThrowAsync<DesktopUnavailableException>(Agent.RoundAsync);

        (first.Reason, second.Reason).ShouldBe(("selector_drift", "selector_drift"));
        Window.Acts.Count(act => act == "click").ShouldBe(1, "whoever looks at something else is not disturbed at each look");
    }

    private static LedgerDecision InGroup(string text) => new(
        "d1", TestAgent.ChatId("车友群", isGroup: true), "车友群", IsGroup: true, [new LedgerPart(text)], DateTimeOffset.UnixEpoch, null);

    private List<string> Many(int count) => Enumerable.Range(0, count).Select(index =>
    {
        var chat = World.CreateChat($"客户{index}", null, allowSameName: false)!;
        World.SayAsOwner(chat, "您好");
        return chat;
    }).ToList();

    /// <summary>Breaks the window, and says how it is mended.</summary>
    private Action Break(string trouble)
    {
        switch (trouble)
        {
            case "logged_out":
                Window.IsLoggedOut = true;
                return () => Window.IsLoggedOut = false;
            case "verification":
                Window.OtherWindows.Add(("Qt51514QWindowIcon", "安全验证"));
                return () => Window.OtherWindows.RemoveAt(Window.OtherWindows.Count - 1);
            case "dialog_inside":
                Window.Painter.InnerDialog = "操作频繁，请完成身份验证";
                return () => Window.Painter.InnerDialog = null;
            case "selector_drift":
                Window.Painter.Renamed.Add("session_list");
                return () => Window.Painter.Renamed.Clear();
            case "version_unknown":
                Window.Version = "4.9.0.1";
                return () => Window.Version = "4.1.10.27";
            case "locked":
                Window.Session = Capture.Tree.SessionState.Locked;
                return () => Window.Session = Capture.Tree.SessionState.Interactive;
            default:
                Window.IsMinimised = true;
                return () => Window.IsMinimised = false;
        }
    }
}
