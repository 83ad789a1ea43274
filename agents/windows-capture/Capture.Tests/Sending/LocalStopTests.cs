using WeChatPlatform.Capture.Control;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Tests.Sending;

/// <summary>The person at this PC says stop: in the middle of an answer, before a restart, on a full disk.</summary>
public sealed class LocalStopTests : SendingTest
{
    private const string Answer = "您好，请稍等";

    // More than an answer has: the ones beyond find it sent.
    private const int MostSteps = 60;

    public static TheoryData<int> Steps => [.. Enumerable.Range(0, MostSteps)];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_stop_at_any_step_of_an_answer_keeps_it_from_being_sent_and_a_resume_sends_it_once(int step)
    {
        var stop = Agent.LocalStop;
        var seen = 0;
        var isEntered = false;
        var enteredAfterStop = false;
        Agent.Desktop.Reached = act =>
        {
            // An Enter that is on its way cannot be called back.
            enteredAfterStop |= act == "before enter" && stop.IsOn;
            isEntered |= act == "before enter";
            Count();
        };
        Agent.GateReached = _ => Count();
        Agent.Receive(TestAgent.Decision("d1", "张三", Answer));

        for (var round = 0; round < 5; round++)
        {
            await Agent.RoundAsync();
        }

        enteredAfterStop.ShouldBeFalse();
        Draft("张三").ShouldBeEmpty();
        Own("张三").ShouldBe(isEntered ? [Answer] : []);
        Agent.Health.HeldReason.ShouldBe(stop.IsOn ? "stopped_locally" : null);

        stop.Resume("test");
        await Agent.RunDryAsync();
        Own("张三").ShouldBe([Answer]);
        Outcomes().ShouldBe([("verified", null)]);

        void Count()
        {
            if (seen++ == step)
            {
                stop.Pause("test");
            }
        }
    }

    [Fact]
    public async Task While_it_is_stopped_the_server_is_not_asked_and_chats_are_read_on()
    {
        Agent.LocalStop.Pause("test");
        Agent.Receive(TestAgent.Decision("d1", "张三", Answer));
        World.Say(Chat, null, "还在吗");

        await Agent.RoundAsync();
        await Agent.RoundAsync();

        Agent.Questions.ShouldBeEmpty();
        Agent.CapturedTexts.ShouldContain("还在吗");
        Own("张三").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_restart_keeps_the_stop_and_takes_out_of_the_box_what_the_last_process_left_there()
    {
        Agent.Desktop.Reached = act =>
        {
            if (act == "after set")
            {
                throw new KilledException();
            }
        };
        Agent.Receive(TestAgent.Decision("d1", "张三", Answer));
        await Should.ThrowAsync<KilledException>(Agent.RoundAsync);
        Draft("张三").ShouldBe(Answer);
        Agent.LocalStop.Pause("test");

        using var second = Restart();
        await second.RoundAsync();
        await second.RoundAsync();

        second.LocalStop.IsOn.ShouldBeTrue();
        second.Health.HeldReason.ShouldBe("stopped_locally");
        Draft("张三").ShouldBeEmpty();
        Own("张三").ShouldBeEmpty();

        second.LocalStop.Resume("test");
        await second.RunDryAsync();
        Own("张三").ShouldBe([Answer]);
    }

    [Fact]
    public async Task A_stop_that_another_process_left_as_a_file_holds_before_the_next_text()
    {
        LocalStop.Leave(Folder, isOn: true, Clock);
        Agent.Receive(TestAgent.Decision("d1", "张三", Answer));

        await Agent.RoundAsync();
        Own("张三").ShouldBeEmpty();
        Agent.Health.HeldReason.ShouldBe("stopped_locally");

        LocalStop.Leave(Folder, isOn: false, Clock);
        await Agent.RunDryAsync();
        Own("张三").ShouldBe([Answer]);
        Agent.Health.HeldReason.ShouldBeNull();
    }

    [Fact]
    public async Task A_stop_that_cannot_be_written_holds_all_the_same_and_says_so()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "stopped.new"));
        Should.Throw<JournalUnavailableException>(() => Agent.LocalStop.Pause("test"));

        await TypeWhileStoppedAsync();
        Own("张三").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("selector_drift")]
    [InlineData("logged_out")]
    [InlineData("verification")]
    [InlineData("version_unknown")]
    public async Task A_window_that_is_not_understood_or_asks_for_its_owner_stops_sending_until_it_is_well(string state)
    {
        Agent.Health.Window = WindowHealth.Of(state);
        await TypeWhileStoppedAsync();
        Own("张三").ShouldBeEmpty();
        Agent.Health.HeldReason.ShouldBe(state);

        Agent.Health.Window = WindowHealth.Of("ok");
        await Agent.RunDryAsync();
        Own("张三").ShouldBe([Answer]);
    }

    private async Task TypeWhileStoppedAsync()
    {
        Agent.Receive(TestAgent.Decision("d1", "张三", Answer));
        await Agent.RoundAsync();
        await Agent.RoundAsync();
    }
}
