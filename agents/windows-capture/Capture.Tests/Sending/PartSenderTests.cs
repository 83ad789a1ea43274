using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Sending;

public sealed class PartSenderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LeapingClock _clock = new();
    private readonly SimulatedWorld _world;
    private readonly string _chat;
    private readonly TestAgent _agent;

    public PartSenderTests()
    {
        _world = new SimulatedWorld(null, _clock, TestAgent.Nickname);
        _chat = _world.CreateChat("张三", null, allowSameName: false)!;
        _world.CreateChat("李四", null, allowSameName: false);
        _world.Say(_chat, null, "在吗");
        _agent = new TestAgent(_world, _folder.Path, _clock);
    }

    public void Dispose()
    {
        _agent.Dispose();
        _folder.Dispose();
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

        _agent.CapturedTexts.ShouldBe(["在吗"]);
    }

    [Fact]
    public async Task Without_sides_the_own_row_is_still_recognised()
    {
        _world.Faults = new WorldFaults { HideSides = true };

        await TypeAsync("您好");

        Outcomes().ShouldBe([("verified", null)]);
        _agent.CapturedTexts.ShouldBe(["在吗"]);
    }

    [Fact]
    public async Task A_chat_that_does_not_exist_is_refused()
    {
        _agent.Receive(TestAgent.Decision("d1", "王五", "您好"));

        await _agent.RunDryAsync();

        Outcomes().ShouldBe([("not_sent", "chat_not_found")]);
    }

    [Fact]
    public async Task Of_two_chats_with_one_name_none_is_written_to()
    {
        _world.CreateChat("张三", null, allowSameName: true);

        await TypeAsync("您好");

        Outcomes().ShouldBe([("not_sent", "ambiguous_chat")]);
        Own("张三").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_group_of_the_same_name_is_another_chat()
    {
        _world.CreateChat("张三", ["赵大海"], allowSameName: false);

        await TypeAsync("您好");

        Outcomes().ShouldBe([("verified", null)]);
        _world.Read((chats, _) => chats.Single(chat => chat.IsGroup).Rows.Count).ShouldBe(0);
    }

    [Fact]
    public async Task A_chat_id_of_another_account_is_refused()
    {
        _agent.Receive(TestAgent.Decision("d1", "张三", "您好") with { ChatId = "c_00000000000000000000" });

        await _agent.RunDryAsync();

        Outcomes().ShouldBe([("not_sent", "chat_id_mismatch")]);
    }

    [Fact]
    public async Task A_person_who_is_typing_is_not_disturbed()
    {
        _world.SetDraft(_chat, "我正在写");

        await TypeAsync("您好");

        Outcomes().ShouldBe([("not_sent", "input_in_use")]);
        Draft("张三").ShouldBe("我正在写");
    }

    [Fact]
    public async Task A_person_who_finishes_in_time_is_waited_for()
    {
        _world.SetDraft(_chat, "我正在写");
        var reads = 0;
        _agent.Desktop.Reached = act =>
        {
            if (act == "before input" && ++reads == 5)
            {
                _world.SetDraft(_chat, "");
            }
        };

        await TypeAsync("您好");

        Outcomes().ShouldBe([("verified", null)]);
    }

    [Fact]
    public async Task A_person_who_opens_another_chat_in_between_only_delays_the_answer()
    {
        var once = true;
        _agent.Desktop.Reached = act =>
        {
            if (act == "after set" && once)
            {
                once = false;
                _world.Open("李四", false);
            }
        };

        await TypeAsync("您好");

        Own("张三").ShouldBe(["您好"]);
        Own("李四").ShouldBeEmpty();
        Outcomes().ShouldBe([("verified", null)]);
    }

    [Fact]
    public async Task A_text_that_lands_in_the_box_of_another_chat_is_taken_out_and_not_entered()
    {
        var once = true;
        _agent.Desktop.Reached = act =>
        {
            if (act == "before set" && once)
            {
                once = false;
                _world.Open("李四", false);
            }
        };

        await TypeAsync("您好");

        (Draft("李四"), Draft("张三")).ShouldBe(("", ""));
        Own("李四").ShouldBeEmpty();
        Own("张三").ShouldBe(["您好"]);
    }

    [Fact]
    public async Task A_window_that_always_changes_gets_nothing_typed()
    {
        _agent.Desktop.Reached = act =>
        {
            if (act == "after set")
            {
                _world.Open("李四", false);
            }
        };

        await TypeAsync("您好");

        Outcomes().ShouldBe([("not_sent", "recipient_changed")]);
        Own("张三").ShouldBeEmpty();
        Own("李四").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_enter_without_effect_is_pressed_again()
    {
        _world.Faults = new WorldFaults { EnterIgnored = 1 };

        await TypeAsync("您好");

        Own("张三").ShouldBe(["您好"]);
        Outcomes().ShouldBe([("verified", null)]);
    }

    [Fact]
    public async Task An_enter_that_never_has_an_effect_ends_as_not_sent_with_an_empty_box()
    {
        _world.Faults = new WorldFaults { EnterIgnored = 99 };

        await TypeAsync("您好");

        Outcomes().ShouldBe([("not_sent", "enter_had_no_effect")]);
        Draft("张三").ShouldBe("");
    }

    [Fact]
    public async Task A_row_that_appears_a_little_late_is_verified()
    {
        _world.Faults = new WorldFaults { RowDelayMs = 3_000 };

        await TypeAsync("您好");

        Outcomes().ShouldBe([("verified", null)]);
    }

    [Fact]
    public async Task A_row_that_does_not_appear_in_time_is_unknown_and_corrected_when_it_comes()
    {
        _world.Faults = new WorldFaults { RowDelayMs = 60_000 };
        await TypeAsync("您好", "再见");
        Outcomes().ShouldBe([("unknown", "not_seen"), ("not_sent", "earlier_part_unknown")]);

        await Task.Delay(TimeSpan.FromMinutes(2), _clock, TestContext.Current.CancellationToken);
        await _agent.RunDryAsync();

        Own("张三").ShouldBe(["您好"]);
        Outcomes().ShouldContain(("verified", "seen_late"));
        _agent.CapturedTexts.ShouldBe(["在吗"]);
    }

    [Fact]
    public async Task A_message_of_the_customer_while_typing_is_captured_and_not_taken_for_the_answer()
    {
        _agent.Desktop.Reached = act =>
        {
            if (act == "before enter")
            {
                _world.Say(_chat, null, "您好");
            }
        };

        await TypeAsync("您好");

        Outcomes().ShouldBe([("verified", null)]);
        _agent.CapturedTexts.ShouldBe(["在吗", "您好"]);
    }

    [Fact]
    public async Task The_owner_who_says_the_same_just_before_is_not_taken_for_the_answer()
    {
        var once = true;
        _agent.Desktop.Reached = act =>
        {
            if (act == "after set" && once)
            {
                once = false;
                _world.SayAsOwner(_chat, "您好");
            }
        };
        _world.Faults = new WorldFaults { RowDelayMs = 3_000 };

        await TypeAsync("您好");

        Own("张三").ShouldBe(["您好", "您好"]);
        Outcomes().ShouldBe([("verified", null)]);
        _agent.CapturedTexts.ShouldBe(["在吗", "您好"]);
    }

    [Fact]
    public async Task A_hidden_window_holds_the_answer_until_it_is_back()
    {
        await _agent.RunDryAsync();
        _agent.Receive(TestAgent.Decision("d1", "张三", "您好"));
        _world.Faults = new WorldFaults { TreeHidden = true };
        await Should.ThrowAsync<Desktop.DesktopUnavailableException>(_agent.RoundAsync);
        _agent.Journal.State.Reports.ShouldBeEmpty();

        _world.Faults = new WorldFaults();
        await _agent.RunDryAsync();

        Own("张三").ShouldBe(["您好"]);
    }

    [Theory]
    [InlineData("before enter", 1)]
    [InlineData("after enter", 1)]
    [InlineData("before set", 1)]
    [InlineData("after set", 1)]
    public async Task A_window_that_fails_at_an_act_makes_no_second_answer(string where, int times)
    {
        await _agent.RunDryAsync();
        _agent.Desktop.Reached = act =>
        {
            if (act == where && times-- > 0)
            {
                throw new Desktop.DesktopUnavailableException("not_answering");
            }
        };
        _agent.Receive(TestAgent.Decision("d1", "张三", "您好"));
        await Should.ThrowAsync<Desktop.DesktopUnavailableException>(_agent.RoundAsync);

        await _agent.RunDryAsync();

        Own("张三").ShouldBe(["您好"]);
        Outcomes().ShouldBe([("verified", null)]);
    }

    [Fact]
    public async Task Decisions_are_typed_in_the_order_they_came()
    {
        _agent.Receive(TestAgent.Decision("d1", "张三", "一", "二"));
        _agent.Receive(TestAgent.Decision("d2", "李四", "三"));
        _agent.Receive(TestAgent.Decision("d3", "张三", "四"));

        await _agent.RunDryAsync();

        Own("张三").ShouldBe(["一", "二", "四"]);
        Own("李四").ShouldBe(["三"]);
    }

    [Fact]
    public async Task The_outcome_belongs_to_the_trace_of_the_decision()
    {
        const string parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        _agent.Receive(TestAgent.Decision("d1", "张三", "您好") with { Traceparent = parent });

        await _agent.RunDryAsync();

        var traceparent = _agent.Journal.State.Reports.ShouldHaveSingleItem().Traceparent.ShouldNotBeNull();
        traceparent.ShouldStartWith("00-0af7651916cd43dd8448eb211c80319c-");
        traceparent.ShouldNotBe(parent);
    }

    private async Task TypeAsync(params string[] parts)
    {
        _agent.Receive(TestAgent.Decision("d1", "张三", parts));
        await _agent.RunDryAsync();
    }

    private List<string> Own(string name) => _world.Read((chats, _) => chats.Where(chat => chat.Name == name)
        .SelectMany(chat => chat.Rows).Where(row => row.Own).Select(row => row.Text).ToList());

    private string Draft(string name) => _world.Read((chats, _) => chats.First(chat => chat.Name == name).Draft);

    private List<(string Outcome, string? Reason)> Outcomes() => _agent.Journal.State.Reports.Select(report => (
        report.Outcome switch
        {
            SendOutcome.Verified => "verified",
            SendOutcome.NotSent => "not_sent",
            _ => "unknown",
        },
        report.Reason)).ToList();
}
