using WeChatPlatform.Capture.Sending;

namespace WeChatPlatform.Capture.Tests.Greetings;

/// <summary>What comes between an answer that was made here and its Enter.</summary>
public sealed class EdgeRaceTests : EdgeTest
{
    [Theory]
    [InlineData(true, "customer", "superseded")]
    [InlineData(false, "customer", "superseded")]
    [InlineData(true, "person", "conversation_paused")]
    [InlineData(false, "person", "conversation_paused")]
    public async Task Who_writes_before_Enter_is_not_talked_over(bool online, string who, string reason)
    {
        await StartAsync();
        if (!online)
        {
            CutOff();
        }

        var sets = 0;
        Agent.Desktop.Reached = act =>
        {
            if (act == "after set" && ++sets == 1)
            {
                Speak(who);
            }
        };
        World.Say(Chat, null, "你好");
        await RoundsAsync();

        Outcomes.ShouldBe([(SendOutcome.NotSent, reason)]);
        Own().ShouldNotContain(Reply);
        Draft().ShouldBe("");
        Agent.EnteredAlone.ShouldBe(0);
    }

    [Fact]
    public async Task Who_writes_while_the_server_answers_is_not_talked_over_either()
    {
        await StartAsync();
        Agent.GateReached = at =>
        {
            if (at == "after Enter")
            {
                Speak("customer");
            }
        };
        World.Say(Chat, null, "你好");
        await RoundsAsync();

        Outcomes.ShouldBe([(SendOutcome.NotSent, "superseded")]);
        Own().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_server_refuses_is_not_sent()
    {
        await StartAsync();
        Agent.Gate = question => question.Step == GateStep.Enter ? GateAnswer.Refuse("conversation_paused") : GateAnswer.Go;
        World.Say(Chat, null, "你好");
        await RoundsAsync();

        Outcomes.ShouldBe([(SendOutcome.NotSent, "conversation_paused")]);
        (Own().Count, Draft()).ShouldBe((0, ""));
    }

    [Fact]
    public async Task What_the_server_held_or_did_not_answer_never_goes_alone()
    {
        await StartAsync();
        Agent.Gate = _ => null;
        World.Say(Chat, null, "你好");
        await RoundsAsync(2);
        CutOff();
        await LaterAsync(TimeSpan.FromSeconds(10));
        await RoundsAsync();
        (Own().Count, Agent.EnteredAlone).ShouldBe((0, 0));

        await LaterAsync(TimeSpan.FromMinutes(5));
        await RoundsAsync();
        Outcomes.ShouldBe([(SendOutcome.NotSent, "expired")]);
    }

    [Theory]
    [InlineData("a new connection")]
    [InlineData("a resume at this PC")]
    [InlineData("a refusal")]
    public async Task What_is_no_go_does_not_end_what_the_server_held(string what)
    {
        await StartAsync();
        Agent.Gate = _ => GateAnswer.Hold("client_version_held", TimeSpan.FromSeconds(5));
        Agent.Receive(TestAgent.Decision("d1", "李四", "您的订单已发货"));
        await RoundsAsync(2);
        switch (what)
        {
            case "a new connection":
                Agent.Hold.Connected();
                break;
            case "a resume at this PC":
                Agent.Hold.TryAgain();
                break;
            default:
                Agent.Gate = _ => GateAnswer.Refuse("expired");
                await LaterAsync(TimeSpan.FromSeconds(10));
                await RoundsAsync(2);
                break;
        }

        CutOff();
        World.Say(Chat, null, "你好");
        await RoundsAsync();

        (Own().Count, Agent.EnteredAlone).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Who_lost_the_account_sends_nothing_alone()
    {
        await StartAsync();
        CutOff();
        Agent.SendGate.Close(SendGate.LeaseLost);
        World.Say(Chat, null, "你好");
        await RoundsAsync();

        (Own().Count, Agent.EnteredAlone).ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_process_that_never_had_a_connection_sends_nothing_alone()
    {
        await StartAsync();
        CutOff();
        Agent.Gate = _ => null;
        World.Say(Chat, null, "你好");
        Agent.Desktop.Reached = act =>
        {
            if (act == "after set")
            {
                throw new KilledException();
            }
        };
        await Should.ThrowAsync<KilledException>(() => RoundsAsync());

        await StartAsync(connected: false);
        await RoundsAsync();
        (Own().Count, Draft(), Agent.EnteredAlone).ShouldBe((0, "", 0));

        Agent.Connect();
        await LaterAsync(TimeSpan.FromSeconds(10));
        await RoundsAsync();
        Own().ShouldBe([Reply]);
    }

    private void Speak(string who)
    {
        if (who == "person")
        {
            World.SayAsOwner(Chat, "我来");
        }
        else
        {
            World.Say(Chat, null, "多少钱");
        }
    }
}
