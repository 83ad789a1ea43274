using WeChatPlatform.Capture.Greetings;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Greetings;

/// <summary>Which messages are answered at the edge, and how the answer goes out with a server and without one.</summary>
public sealed class EdgeReplyTests : EdgeTest
{
    [Fact]
    public async Task A_greeting_is_queued_with_its_answer_while_the_answer_enters_the_ledger()
    {
        await StartAsync();
        var writes = new List<JournalState>();
        Agent.Gate = _ => GateAnswer.Hold("quiet_hours", TimeSpan.FromHours(1));
        Agent.Journal.Reached = _ => writes.Add(Agent.Journal.State);
        World.Say(Chat, null, "你好！");
        await Agent.RoundAsync();

        writes.ShouldAllBe(state => state.Queue.IsEmpty == state.Ledger.IsEmpty);
        var edge = Newest.Edge.ShouldNotBeNull();
        (edge.TableVersion, edge.Match).ShouldBe((7, "你好"));
        edge.Parts.ShouldBe([Reply]);
        var decision = Agent.Journal.State.Ledger.ShouldHaveSingleItem();
        (decision.DecisionId, decision.Edge!.MessageId, decision.ChatName).ShouldBe((edge.DecisionId, Newest.Id, "张三"));
    }

    [Fact]
    public async Task With_a_server_it_is_asked_as_for_every_answer()
    {
        await StartAsync();
        World.Say(Chat, null, "你好");
        await RoundsAsync();

        Own().ShouldBe([Reply]);
        Agent.Questions.Select(question => question.Step).ShouldBe([GateStep.Open, GateStep.Enter]);
        Outcomes.ShouldBe([(SendOutcome.Verified, null)]);
    }

    [Fact]
    public async Task The_server_is_asked_nothing_before_it_has_the_message()
    {
        await StartAsync();
        Agent.IsHandedIn = false;
        World.Say(Chat, null, "你好");
        await RoundsAsync(2);
        (Agent.Questions.Count, Agent.Health.HeldReason).ShouldBe((0, "messages_waiting"));

        Agent.IsHandedIn = true;
        await LaterAsync(TimeSpan.FromSeconds(10));
        await RoundsAsync();
        Own().ShouldBe([Reply]);
    }

    [Fact]
    public async Task Without_a_server_it_goes_by_itself_and_holds_up_no_longer_what_only_a_server_can_let_go()
    {
        await StartAsync();
        Agent.Receive(TestAgent.Decision("d1", "李四", "有货"));
        CutOff();
        await RoundsAsync();
        Agent.Health.HeldReason.ShouldBe("offline");
        World.Say(Chat, null, "hello~");
        await RoundsAsync();

        (Own().Single(), Agent.EnteredAlone, Agent.Questions.Count).ShouldBe((Reply, 1, 0));
        Own("李四").ShouldBeEmpty();

        Agent.Connect();
        await Agent.RunDryAsync();
        Own("李四").ShouldBe(["有货"]);
    }

    [Fact]
    public async Task An_answer_is_not_told_before_its_message_is_with_the_server()
    {
        await StartAsync();
        CutOff();
        World.Say(Chat, null, "你好");
        await RoundsAsync();
        Outcomes.ShouldBe([(SendOutcome.Verified, null)]);
        LedgerSteps.Tellable(Agent.Journal.State).ShouldBeEmpty();

        Agent.Journal.Update(state => MessageQueue.Remove(state, Newest.Id));
        LedgerSteps.Tellable(Agent.Journal.State).Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("off")]
    [InlineData("no entries")]
    [InlineData("not exact")]
    [InlineData("group")]
    [InlineData("unknown side")]
    [InlineData("two at once")]
    [InlineData("question before")]
    [InlineData("answer open")]
    [InlineData("person wrote")]
    [InlineData("quiet hours")]
    [InlineData("agent was away")]
    [InlineData("server holds")]
    [InlineData("answered a while ago")]
    public async Task Where_there_is_any_doubt_the_server_answers(string doubt)
    {
        await StartAsync(
            options =>
            {
                options.EdgeReplies.Enabled = doubt != "off";
                options.Pace.QuietHours = doubt == "quiet hours" ? "08:00-10:00" : "";
            },
            doubt == "no entries" ? new GreetingTable(8, []) : null);
        switch (doubt)
        {
            case "unknown side":
                World.Faults = new WorldFaults { FourX = true, Covered = true };
                break;
            case "two at once":
                World.Say(Chat, null, "在吗");
                break;
            case "question before":
                World.Say(Chat, null, "多少钱");
                await Agent.RoundAsync();
                Agent.Journal.Update(state => state with { Queue = [] });
                break;
            case "answer open":
                Agent.Gate = _ => GateAnswer.Hold("quiet_hours", TimeSpan.FromHours(1));
                Agent.Receive(TestAgent.Decision("d1", "张三", "有货"));
                break;
            case "person wrote":
                World.SayAsOwner(Chat, "您好，我是小王");
                await Agent.RoundAsync();
                await LaterAsync(TimeSpan.FromMinutes(29));
                await Agent.RoundAsync();
                Agent.Journal.Update(state => state with { Queue = [] });
                break;
            case "agent was away":
                await LaterAsync(TimeSpan.FromMinutes(10));
                break;
            case "server holds":
                Agent.Gate = _ => GateAnswer.Hold("agent_stopped", TimeSpan.FromSeconds(5));
                Agent.Receive(TestAgent.Decision("d1", "李四", "有货"));
                await RoundsAsync(2);
                CutOff();
                break;
            case "answered a while ago":
                World.Say(Chat, null, "你好");
                await RoundsAsync();
                await LaterAsync(TimeSpan.FromMinutes(40));
                await Agent.RoundAsync();
                Agent.Journal.Update(state => state with { Queue = [] });
                break;
        }

        World.Say(doubt == "group" ? Group : Chat, doubt == "group" ? "王五" : null, doubt == "not exact" ? "你好，多少钱" : "你好");
        await RoundsAsync();

        Agent.Journal.State.Queue.ShouldNotBeEmpty();
        Agent.Journal.State.Queue.ShouldAllBe(message => message.Edge == null);
        Agent.Journal.State.Ledger.ShouldAllBe(decision => decision.Edge == null);
        Agent.EnteredAlone.ShouldBe(0);
    }

    [Fact]
    public async Task After_an_hour_and_when_the_person_is_long_silent_a_greeting_is_answered_again()
    {
        await StartAsync();
        World.Say(Chat, null, "你好");
        await RoundsAsync();
        World.SayAsOwner(Chat, "您好，我是小王");
        await RoundsAsync();
        await LaterAsync(TimeSpan.FromMinutes(61));
        await RoundsAsync();
        Agent.Journal.Update(state => state with { Queue = [] });
        World.Say(Chat, null, "你好");
        await RoundsAsync();

        Own().ShouldBe([Reply, "您好，我是小王", Reply]);
    }

    [Fact]
    public async Task The_pace_holds_it_like_any_answer_and_what_waits_too_long_is_left_to_the_server()
    {
        await StartAsync(options => (options.Pace.Limited, options.Pace.PerHour, options.Account.IsAged) = (true, 1, true));
        Agent.Receive(TestAgent.Decision("d1", "李四", "有货"));
        await Agent.RunDryAsync();
        CutOff();
        World.Say(Chat, null, "你好");
        await RoundsAsync();
        (Own().Count, Agent.Health.HeldReason).ShouldBe((0, "pace_hour"));

        await LaterAsync(TimeSpan.FromMinutes(6));
        await RoundsAsync();
        Outcomes.ShouldContain((SendOutcome.NotSent, "expired"));
        Own().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("你好", "你好！", true)]
    [InlineData("Hello", " HELLO.. ", true)]
    [InlineData("Hello", "ｈｅｌｌｏ～", true)]
    [InlineData("在吗", "在 吗？", true)]
    [InlineData("你好", "你好啊", false)]
    [InlineData("你好", "！！", false)]
    public void A_text_is_a_greeting_when_nothing_but_its_dress_differs(string match, string text, bool isSame) =>
        (new GreetingTable(1, [new GreetingEntry([match], Reply)]).Find(text) is not null).ShouldBe(isSame);
}
