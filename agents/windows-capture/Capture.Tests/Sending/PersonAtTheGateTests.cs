using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Capture.Tests.Tree;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Sending;

/// <summary>While the server is asked, the text stands in the box for seconds, and a person sits in front of the window.</summary>
public class PersonAtTheGateTests : SendingTest
{
    public PersonAtTheGateTests()
    {
    }

    /// <summary>What may be ours: without what the customer wrote where the tree tells that.</summary>
    protected virtual string ObservedInstead => "我来答\n[输入框 / input box] 还有";

    protected PersonAtTheGateTests(TreeStyle style)
        : base(style)
    {
    }

    [Theory]
    [InlineData("go")]
    [InlineData("hold")]
    [InlineData("refuse")]
    public async Task A_person_who_presses_Enter_meanwhile_has_sent_our_text_and_it_is_not_typed_again(string answer)
    {
        OnEnterQuestion(() => World.Enter(), answer);

        await TypeAsync("您好");

        Own("张三").ShouldBe(["您好"]);
        Outcomes().ShouldBe([("verified", null)]);
        Agent.CapturedTexts.ShouldBe(["在吗"], "the row is ours");
    }

    [Theory]
    [InlineData("")]
    [InlineData("您好，我来答")]
    public async Task What_a_person_takes_out_or_changes_is_neither_entered_nor_typed_again(string left)
    {
        OnEnterQuestion(() => World.SetDraft(Chat, left), "go");

        await TypeAsync("您好", "再见");

        Own("张三").ShouldBeEmpty();
        Draft("张三").ShouldBe(left);
        Outcomes().ShouldBe([("unknown", "not_seen"), ("not_sent", "earlier_part_unknown")]);
    }

    [Fact]
    public async Task A_person_who_opens_another_chat_meanwhile_only_delays_the_answer()
    {
        OnEnterQuestion(() => World.Open("李四", false), "go");

        await TypeAsync("您好");

        Own("李四").ShouldBeEmpty();
        Own("张三").ShouldBe(["您好"]);
        Agent.Questions.Count(question => question.Step == GateStep.Enter).ShouldBe(2);
    }

    [Fact]
    public async Task A_text_that_a_crash_left_in_the_box_and_a_person_sent_is_not_typed_again()
    {
        Agent.Receive(TestAgent.Decision("d1", "张三", "您好"));
        Agent.GateReached = reached =>
        {
            if (reached == "after Enter")
            {
                throw new KilledException();
            }
        };
        await Should.ThrowAsync<KilledException>(Agent.RoundAsync);
        Draft("张三").ShouldBe("您好");

        World.Enter();
        Agent.GateReached = _ => { };
        await Agent.RunDryAsync();

        Own("张三").ShouldBe(["您好"]);
        Outcomes().ShouldBe([("verified", null)]);
    }

    [Fact]
    public async Task What_was_read_instead_is_told_with_an_unknown_outcome()
    {
        World.Faults = new WorldFaults { RowDelayMs = 600_000 };
        Agent.Desktop.Reached = act =>
        {
            if (act == "after enter")
            {
                World.SayAsOwner(Chat, "我来答");
                World.Say(Chat, null, "好的");
                World.SetDraft(Chat, "还有");
            }
        };

        await TypeAsync("您好");

        var report = Agent.Journal.State.Reports.ShouldHaveSingleItem();
        report.Outcome.ShouldBe(SendOutcome.Unknown);
        report.Observed.ShouldBe(ObservedInstead);
        report.Times!.EnteredAt.ShouldNotBeNull();
        report.Times.ReadBackAt.ShouldNotBeNull().ShouldBeGreaterThan(report.Times.EnteredAt.Value);
    }

    [Fact]
    public async Task A_chat_in_which_nothing_appeared_is_told_as_nothing_and_not_as_unread()
    {
        World.Faults = new WorldFaults { RowDelayMs = 600_000 };

        await TypeAsync("您好");

        Agent.Journal.State.Reports.ShouldHaveSingleItem().Observed.ShouldBe("");
    }

    private void OnEnterQuestion(Action act, string answer)
    {
        var isFirst = true;
        Agent.Gate = question =>
        {
            if (question.Step == GateStep.Open || !isFirst)
            {
                return GateAnswer.Go;
            }

            isFirst = false;
            act();
            return answer switch
            {
                "go" => GateAnswer.Go,
                "refuse" => GateAnswer.Refuse("superseded"),
                _ => GateAnswer.Hold("quiet_hours", TimeSpan.FromSeconds(1)),
            };
        };
    }
}
