using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Tests.Sending;

namespace WeChatPlatform.Capture.Tests.Tree;

/// <summary>A window that changes in the very moment in which the agent acts on it.</summary>
public sealed class ChangingWindowTests() : SendingTest(TreeStyle.Wx41)
{
    private TreeWindow Window => Agent.Window!;

    [Fact]
    public async Task A_chat_that_is_opened_in_the_moment_of_Enter_gets_no_Enter()
    {
        await Agent.RunDryAsync();
        World.SetDraft(World.Read((chats, _) => chats.Single(chat => chat.Name == "李四").Id), "老板在写");
        var once = true;
        Agent.Desktop.Reached = act =>
        {
            if (act == "before enter" && once)
            {
                once = false;
                World.Open("李四", false);
            }
        };
        Agent.Receive(TestAgent.Decision("d1", "张三", "您好"));

        (await Should.ThrowAsync<DesktopUnavailableException>(Agent.RoundAsync)).Reason.ShouldBe("no_chat_open");
        Own("李四").ShouldBeEmpty("what the owner writes there is not sent by the agent");
        await Agent.RunDryAsync();

        Own("张三").ShouldBe(["您好"]);
        Outcomes().ShouldBe([("verified", null)]);
        Draft("李四").ShouldBe("老板在写");
    }

    [Theory]
    [InlineData("session_list")]
    [InlineData("current_chat_name_label")]
    [InlineData("chat_input_field")]
    public async Task A_part_that_is_away_for_a_moment_is_no_drift(string part)
    {
        await Agent.RunDryAsync();
        World.Open("张三", false);
        Window.Painter.Renamed.Add(part);
        var reads = 0;
        Window.Acting = act =>
        {
            if (act == "read" && ++reads == 3)
            {
                Window.Painter.Renamed.Clear();
            }
        };

        await TypeAsync("您好");

        Own("张三").ShouldBe(["您好"]);
        Outcomes().ShouldBe([("verified", null)]);
    }

    [Fact]
    public async Task A_click_that_opens_nothing_is_made_again_so_that_the_window_presses_in_another_way()
    {
        await Agent.RunDryAsync();
        World.Open("李四", false);
        Window.IdleClicks = 3;
        Window.Acts.Clear();

        await TypeAsync("您好");

        Own("张三").ShouldBe(["您好"]);
        Window.Acts.Count(act => act == "click").ShouldBe(4);
        Window.Acts.ShouldNotContain("ControlF");
    }

    [Fact]
    public async Task The_order_of_acts_of_one_answer_is_paste_then_one_Enter()
    {
        await Agent.RunDryAsync();
        Window.Acts.Clear();

        await TypeAsync("您好");

        Window.Acts.Where(act => act is "paste" or "Enter" or "ControlEnter" or "type").ShouldBe(["paste", "Enter"]);
    }

    [Fact]
    public async Task A_window_that_is_gone_in_the_middle_of_a_round_costs_the_round_only()
    {
        await Agent.RunDryAsync();
        World.Say(Chat, null, "还在吗");
        var version = Window.Version;
        var reads = 0;
        Window.Acting = act =>
        {
            if (act == "read" && ++reads == 4)
            {
                Window.Version = null;
            }
        };
        (await Should.ThrowAsync<DesktopUnavailableException>(Agent.RoundAsync)).Reason.ShouldBe("not_running");

        Window.Acting = _ => { };
        Window.Version = version;
        await Agent.RunDryAsync();

        Agent.CapturedTexts.ShouldBe(["在吗", "还在吗"]);
    }

    [Theory]
    [InlineData("Enter")]
    [InlineData("paste")]
    public async Task A_chat_that_is_opened_while_the_window_comes_to_the_front_gets_no_key(string key)
    {
        await Agent.RunDryAsync();
        World.SetDraft(World.Read((chats, _) => chats.Single(chat => chat.Name == "李四").Id), "老板在写");
        var once = true;
        Window.Acting = act =>
        {
            if (act == key && once)
            {
                once = false;
                World.Open("李四", false);
            }
        };
        Agent.Receive(TestAgent.Decision("d1", "张三", "您好"));

        (await Should.ThrowAsync<DesktopUnavailableException>(Agent.RoundAsync)).Reason.ShouldBe("no_chat_open");

        Own("李四").ShouldBeEmpty();
        Draft("李四").ShouldBe("老板在写");
        await Agent.RunDryAsync();
        Own("张三").ShouldBe(["您好"]);
        Outcomes().ShouldBe([("verified", null)]);
    }

    [Fact]
    public async Task Rows_of_a_chat_that_was_opened_after_the_title_was_read_are_not_those_of_the_title()
    {
        var other = World.Read((chats, _) => chats.Single(chat => chat.Name == "李四").Id);
        World.Say(other, null, "我是李四");
        await Agent.RunDryAsync();
        World.Open("张三", false);
        var desktop = Agent.Desktop.Shown;
        (await desktop.ReadOpenChatAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull();
        var reads = 0;
        Window.Acting = act =>
        {
            // Title, member count, and then the rows.
            if (act == "read" && ++reads == 3)
            {
                World.Open("李四", false);
            }
        };

        (await desktop.ReadOpenChatAsync(TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task A_group_whose_member_count_comes_after_its_name_is_no_private_chat()
    {
        var group = World.CreateChat("车友群", ["赵大海"], allowSameName: false)!;
        World.Say(group, "赵大海", "周末去哪");
        Window.Painter.Renamed.Add("current_chat_count_label");
        DateTimeOffset? opened = null;
        Window.Acting = _ =>
        {
            if (World.Read((_, open) => open?.Name) == "车友群")
            {
                opened ??= Clock.GetUtcNow();
                if (Clock.GetUtcNow() - opened >= TimeSpan.FromMilliseconds(500))
                {
                    Window.Painter.Renamed.Clear();
                }
            }
        };

        await Agent.RunDryAsync();

        Agent.Captured.Where(message => message.ChatName == "车友群").ShouldHaveSingleItem().IsGroup.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0, false, "@赵大海\u2005在的，您说")]
    [InlineData(3, false, "@赵大海\u2005在的，您说")]
    [InlineData(99, false, "@赵大海 在的，您说")]
    [InlineData(0, true, "@赵大海 在的，您说")]
    public async Task A_member_that_cannot_be_picked_or_read_back_is_written_as_a_text(int markingClicks, bool isObject, string sent)
    {
        var group = World.CreateChat("车友群", ["赵大海"], allowSameName: false)!;
        World.Say(group, "赵大海", "在吗");
        await Agent.RunDryAsync();
        Window.MarkingClicks = markingClicks;
        Window.Mentioned = isObject ? _ => "\ufffc" : Window.Mentioned;

        Agent.Receive(new Capture.Sending.LedgerDecision(
            "d1", TestAgent.ChatId("车友群", isGroup: true), "车友群", IsGroup: true, [new Capture.Sending.LedgerPart("@赵大海 在的，您说")],
            DateTimeOffset.UnixEpoch, null));
        await Agent.RunDryAsync();

        Own("车友群").ShouldBe([sent]);
        Outcomes().ShouldBe([("verified", null)]);
        Draft("车友群").ShouldBe("");
    }
}
