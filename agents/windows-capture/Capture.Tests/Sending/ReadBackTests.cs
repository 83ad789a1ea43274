using WeChatPlatform.Capture.Tests.Tree;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Sending;

/// <summary>What becomes of a text that was typed.</summary>
public class ReadBackTests : SendingTest
{
    public ReadBackTests()
    {
    }

    protected ReadBackTests(TreeStyle style)
        : base(style)
    {
    }

    [Fact]
    public async Task An_answer_is_typed_in_its_chat_and_read_back()
    {
        await TypeAsync("您好", "有货");

        Own("张三").ShouldBe(["您好", "有货"]);
        Own("李四").ShouldBeEmpty();
        Outcomes().ShouldBe([("verified", null), ("verified", null)]);
    }

    [Fact]
    public async Task What_was_typed_here_is_not_uploaded_as_said_by_a_person()
    {
        await TypeAsync("您好", "您好");

        Agent.CapturedTexts.ShouldBe(["在吗"]);
    }

    [Fact]
    public async Task Without_sides_the_own_row_is_still_recognised()
    {
        World.Faults = new WorldFaults { HideSides = true };

        await TypeAsync("您好");

        Outcomes().ShouldBe([("verified", null)]);
        Agent.CapturedTexts.ShouldBe(["在吗"]);
    }

    [Fact]
    public async Task An_enter_without_effect_is_pressed_again()
    {
        World.Faults = new WorldFaults { EnterIgnored = 1 };

        await TypeAsync("您好");

        Own("张三").ShouldBe(["您好"]);
        Outcomes().ShouldBe([("verified", null)]);
    }

    [Fact]
    public async Task An_enter_that_never_has_an_effect_ends_as_not_sent_with_an_empty_box()
    {
        World.Faults = new WorldFaults { EnterIgnored = 99 };

        await TypeAsync("您好");

        Outcomes().ShouldBe([("not_sent", "enter_had_no_effect")]);
        Draft("张三").ShouldBe("");
    }

    [Fact]
    public async Task A_row_that_appears_a_little_late_is_verified()
    {
        World.Faults = new WorldFaults { RowDelayMs = 3_000 };

        await TypeAsync("您好");

        Outcomes().ShouldBe([("verified", null)]);
    }

    [Fact]
    public async Task A_row_that_does_not_appear_in_time_is_unknown_and_corrected_when_it_comes()
    {
        World.Faults = new WorldFaults { RowDelayMs = 60_000 };
        await TypeAsync("您好", "再见");
        Outcomes().ShouldBe([("unknown", "not_seen"), ("not_sent", "earlier_part_unknown")]);

        await Task.Delay(TimeSpan.FromMinutes(2), Clock, TestContext.Current.CancellationToken);
        await Agent.RunDryAsync();

        Own("张三").ShouldBe(["您好"]);
        Outcomes().ShouldContain(("verified", "seen_late"));
        Agent.CapturedTexts.ShouldBe(["在吗"]);
    }

    [Fact]
    public async Task A_message_of_the_customer_while_typing_is_captured_and_not_taken_for_the_answer()
    {
        Agent.Desktop.Reached = act =>
        {
            if (act == "before enter")
            {
                World.Say(Chat, null, "您好");
            }
        };

        await TypeAsync("您好");

        Outcomes().ShouldBe([("verified", null)]);
        Agent.CapturedTexts.ShouldBe(["在吗", "您好"]);
    }

    [Fact]
    public async Task The_owner_who_says_the_same_just_before_is_not_taken_for_the_answer()
    {
        var once = true;
        Agent.Desktop.Reached = act =>
        {
            if (act == "after set" && once)
            {
                once = false;
                World.SayAsOwner(Chat, "您好");
            }
        };
        World.Faults = new WorldFaults { RowDelayMs = 3_000 };

        await TypeAsync("您好");

        Own("张三").ShouldBe(["您好", "您好"]);
        Outcomes().ShouldBe([("verified", null)]);
        Agent.CapturedTexts.ShouldBe(["在吗", "您好"]);
    }

    [Fact]
    public async Task A_hidden_window_holds_the_answer_until_it_is_back()
    {
        await Agent.RunDryAsync();
        Agent.Receive(TestAgent.Decision("d1", "张三", "您好"));
        World.Faults = new WorldFaults { TreeHidden = true };
        await Should.ThrowAsync<Desktop.DesktopUnavailableException>(Agent.RoundAsync);
        Agent.Journal.State.Reports.ShouldBeEmpty();

        World.Faults = new WorldFaults();
        await Agent.RunDryAsync();

        Own("张三").ShouldBe(["您好"]);
    }

    [Theory]
    [InlineData("before enter", 1)]
    [InlineData("after enter", 1)]
    [InlineData("before set", 1)]
    [InlineData("after set", 1)]
    public async Task A_window_that_fails_at_an_act_makes_no_second_answer(string where, int times)
    {
        await Agent.RunDryAsync();
        Agent.Desktop.Reached = act =>
        {
            if (act == where && times-- > 0)
            {
                throw new Desktop.DesktopUnavailableException("not_answering");
            }
        };
        Agent.Receive(TestAgent.Decision("d1", "张三", "您好"));
        await Should.ThrowAsync<Desktop.DesktopUnavailableException>(Agent.RoundAsync);

        await Agent.RunDryAsync();

        Own("张三").ShouldBe(["您好"]);
        Outcomes().ShouldBe([("verified", null)]);
    }

    [Fact]
    public async Task Decisions_are_typed_in_the_order_they_came()
    {
        Agent.Receive(TestAgent.Decision("d1", "张三", "一", "二"));
        Agent.Receive(TestAgent.Decision("d2", "李四", "三"));
        Agent.Receive(TestAgent.Decision("d3", "张三", "四"));

        await Agent.RunDryAsync();

        Own("张三").ShouldBe(["一", "二", "四"]);
        Own("李四").ShouldBe(["三"]);
    }

    [Fact]
    public async Task The_outcome_belongs_to_the_trace_of_the_decision()
    {
        const string parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Agent.Receive(TestAgent.Decision("d1", "张三", "您好") with { Traceparent = parent });

        await Agent.RunDryAsync();

        var traceparent = Agent.Journal.State.Reports.ShouldHaveSingleItem().Traceparent.ShouldNotBeNull();
        traceparent.ShouldStartWith("00-0af7651916cd43dd8448eb211c80319c-");
        traceparent.ShouldNotBe(parent);
    }
}
