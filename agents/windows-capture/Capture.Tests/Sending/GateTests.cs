using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Capture.Tests.Tree;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Sending;

/// <summary>
/// The server's last word before Enter. That no Enter is pressed without a go of its own is watched in every test here: the
/// window of <see cref="TestAgent"/> fails the test otherwise.
/// </summary>
public class GateTests : SendingTest
{
    public GateTests()
    {
    }

    protected GateTests(TreeStyle style)
        : base(style)
    {
    }

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Each_part_is_asked_for_before_the_window_is_touched_and_again_before_Enter()
    {
        await TypeAsync("您好", "有货");

        Agent.Questions.Select(question => (question.Part, question.Step)).ShouldBe(
            [(0, GateStep.Open), (0, GateStep.Enter), (1, GateStep.Open), (1, GateStep.Enter)]);
        var open = Agent.Questions[0];
        (open.DecisionId, open.RecipientVerifiedAt, open.TypedAt).ShouldBe(("d1", null, null));
        var enter = Agent.Questions[1];
        enter.TypedAt.ShouldNotBeNull().ShouldBeGreaterThan(Clock.GetUtcNow().AddHours(-1));
        enter.RecipientVerifiedAt.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(nameof(GateStep.Open))]
    [InlineData(nameof(GateStep.Enter))]
    public async Task What_the_server_refuses_is_not_sent_for_its_reason_and_leaves_nothing_in_the_box(string step)
    {
        await Agent.RunDryAsync();
        World.Open("李四", false);
        Agent.Gate = question => question.Step == Step(step) ? GateAnswer.Refuse("superseded") : GateAnswer.Go;

        await TypeAsync("您好", "有货");

        Outcomes().ShouldBe([("not_sent", "superseded"), ("not_sent", "superseded")]);
        Own("张三").ShouldBeEmpty();
        Draft("张三").ShouldBe("");
        World.Read((_, open) => open!.Name).ShouldBe(step == nameof(GateStep.Open) ? "李四" : "张三");
    }

    [Theory]
    [InlineData(nameof(GateStep.Open))]
    [InlineData(nameof(GateStep.Enter))]
    public async Task What_the_server_holds_is_taken_out_of_the_box_and_typed_when_the_hold_is_over(string step)
    {
        var isHeld = true;
        Agent.Gate = question => isHeld && question.Step == Step(step) ? GateAnswer.Hold("quiet_hours", Soon) : GateAnswer.Go;
        Agent.Receive(TestAgent.Decision("d1", "张三", "您好"));

        await Agent.RoundAsync();

        Draft("张三").ShouldBe("");
        Outcomes().ShouldBeEmpty();
        Agent.Health.HeldReason.ShouldBe("quiet_hours");

        isHeld = false;
        await Agent.RunDryAsync();

        Own("张三").ShouldBe(["您好"]);
        Outcomes().ShouldBe([("verified", null)]);
        Agent.Health.HeldReason.ShouldBeNull();
    }

    [Fact]
    public async Task While_it_is_held_the_server_is_not_asked_again_and_chats_are_read()
    {
        await Agent.RunDryAsync();
        Agent.Gate = _ => GateAnswer.Hold("agent_stopped", TimeSpan.FromDays(1));
        Agent.Receive(TestAgent.Decision("d1", "张三", "您好"));
        Agent.Receive(TestAgent.Decision("d2", "李四", "您好"));
        for (var round = 0; round < 5; round++)
        {
            World.Say(Chat, null, $"还在吗{round}");
            await Agent.RoundAsync();
        }

        Agent.Questions.Count.ShouldBe(1);
        Agent.CapturedTexts.ShouldBe(["在吗", "还在吗0", "还在吗1", "还在吗2", "还在吗3", "还在吗4"]);
    }

    [Fact]
    public async Task Without_a_connection_nothing_is_typed_until_there_is_one()
    {
        Agent.SendGate.Close(SendGate.Offline);
        Agent.Receive(TestAgent.Decision("d1", "张三", "您好"));
        await Agent.RoundAsync();
        Agent.Health.HeldReason.ShouldBe("offline");
        Own("张三").ShouldBeEmpty();

        Agent.Connect();
        await Agent.RunDryAsync();

        Own("张三").ShouldBe(["您好"]);
    }

    [Fact]
    public async Task A_question_without_an_answer_is_a_hold_and_a_late_go_allows_nothing()
    {
        var isSilent = true;
        Agent.Gate = question => isSilent && question.Step == GateStep.Enter ? null : GateAnswer.Go;
        Agent.Receive(TestAgent.Decision("d1", "张三", "您好"));

        await Agent.RoundAsync();

        Agent.Health.HeldReason.ShouldBe("no_answer");
        Agent.ConnectionsGivenUp.ShouldBe(1, "a late answer must find no connection");
        Draft("张三").ShouldBe("");
        Agent.SendGate.Take("d1", 0, GateStep.Enter, GateAnswer.Go);
        await Agent.RoundAsync();
        Own("张三").ShouldBeEmpty();

        isSilent = false;
        Agent.Connect();
        await Agent.RunDryAsync();
        Own("张三").ShouldBe(["您好"]);
    }

    [Theory]
    [InlineData("d2", 0, nameof(GateStep.Enter))]
    [InlineData("d1", 1, nameof(GateStep.Enter))]
    [InlineData("d1", 0, nameof(GateStep.Open))]
    public async Task An_answer_to_another_question_allows_nothing(string decision, int part, string step)
    {
        Agent.Gate = question =>
        {
            if (question.Step == GateStep.Open)
            {
                return GateAnswer.Go;
            }

            Agent.SendGate.Take(decision, part, Step(step), GateAnswer.Go);
            return null;
        };
        Agent.Receive(TestAgent.Decision("d1", "张三", "您好"));

        await Agent.RoundAsync();

        Own("张三").ShouldBeEmpty();
        Agent.Health.HeldReason.ShouldBe("no_answer");
    }

    [Fact]
    public async Task Every_press_of_Enter_needs_a_go_of_its_own()
    {
        World.Faults = new WorldFaults { EnterIgnored = 1 };
        var entered = 0;
        Agent.Gate = question => question.Step == GateStep.Open || ++entered == 1 ? GateAnswer.Go : GateAnswer.Refuse("expired");

        await TypeAsync("您好");

        entered.ShouldBe(2);
        Outcomes().ShouldBe([("not_sent", "expired")]);
        (Own("张三").Count, Draft("张三")).ShouldBe((0, ""));
    }

    [Fact]
    public async Task Enter_is_not_asked_for_before_the_server_has_what_the_customer_wrote()
    {
        Agent.IsHandedIn = false;
        Agent.Receive(TestAgent.Decision("d1", "张三", "您好"));

        await Agent.RoundAsync();

        Agent.Questions.ShouldAllBe(question => question.Step == GateStep.Open);
        Agent.Health.HeldReason.ShouldBe("messages_waiting");
        Draft("张三").ShouldBe("");

        Agent.IsHandedIn = true;
        await Agent.RunDryAsync();
        Own("张三").ShouldBe(["您好"]);
    }

    [Fact]
    public async Task A_lease_that_is_lost_ends_the_connection()
    {
        Agent.Gate = _ => GateAnswer.Hold(SendGate.LeaseLost, Soon);
        Agent.Receive(TestAgent.Decision("d1", "张三", "您好"));

        await Agent.RoundAsync();

        Agent.ConnectionsGivenUp.ShouldBe(1);
        Agent.Health.HeldReason.ShouldBe("lease_lost");
    }

    private static GateStep Step(string name) => Enum.Parse<GateStep>(name);
}
