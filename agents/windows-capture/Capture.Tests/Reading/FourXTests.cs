using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Reading;

/// <summary>A window of WeChat 4.x: no sides, no senders, no kinds in the list; pictures of rows, while it is not covered.</summary>
public sealed class FourXTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LeapingClock _clock = new();
    private readonly SimulatedWorld _world;

    public FourXTests() =>
        _world = new SimulatedWorld(null, _clock, TestAgent.Nickname) { Faults = new WorldFaults { FourX = true } };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_bubbles_colour_tells_a_customer_from_a_person_at_the_PC(bool dark)
    {
        _world.Faults = _world.Faults with { Dark = dark };
        var chat = Chat("张三");
        using var agent = NewAgent();
        await agent.RunDryAsync();

        _world.Say(chat, null, "在吗");
        await agent.RunDryAsync();
        _world.TypeAsOwner(chat, "在的，您说");
        await agent.RunDryAsync();

        agent.Captured.Select(message => (message.Content, message.Side, message.SideSource)).ShouldBe(
            [("在吗", "other", "bubble_colour"), ("在的，您说", "own", "bubble_colour")]);
        agent.Captured.ShouldAllBe(message => message.SideConfidence > 0.5 && message.SideConfidence < 1);
    }

    [Fact]
    public async Task A_covered_window_leaves_the_side_unknown()
    {
        var chat = Chat("张三");
        using var agent = NewAgent();
        await agent.RunDryAsync();
        _world.Faults = _world.Faults with { Covered = true };

        _world.Say(chat, null, "在吗");
        _world.SayAsOwner(chat, "我来处理");
        await agent.RunDryAsync();

        agent.Captured.Select(message => (message.Side, message.SideSource, message.SideConfidence)).ShouldBe(
            [("unknown", "none", 0), ("unknown", "none", 0)]);
    }

    [Fact]
    public async Task A_side_that_was_seen_once_is_not_looked_for_again()
    {
        var chat = Chat("张三");
        using var agent = NewAgent();
        await agent.RunDryAsync();
        var pictures = 0;
        agent.Desktop.Reached = act => pictures += act == "before picture" ? 1 : 0;

        _world.Say(chat, null, "在吗");
        await agent.RunDryAsync();
        _world.Say(chat, null, "多少钱");
        await agent.RunDryAsync();

        pictures.ShouldBe(2);
    }

    [Fact]
    public async Task A_row_that_comes_while_pictures_are_taken_gets_its_own_side()
    {
        var chat = Chat("张三");
        using var agent = NewAgent();
        await agent.RunDryAsync();
        _world.Faults = _world.Faults with { RecycleIds = true, LoadedRows = 2 };
        _world.Say(chat, null, "好的");
        _world.SayAsOwner(chat, "好的");
        var once = true;
        agent.Desktop.Reached = act =>
        {
            if (act == "before picture" && once)
            {
                once = false;
                _world.Say(chat, null, "谢谢");
            }
        };

        await agent.RunDryAsync();

        once.ShouldBeFalse();
        agent.Captured.Single(message => message.Content == "谢谢").Side.ShouldBe("other");
        agent.Captured.Where(message => message.Side == "own").ShouldAllBe(message => message.Content == "好的");
    }

    [Fact]
    public async Task A_sent_text_is_recognised_by_the_ledger_when_the_window_is_covered()
    {
        _world.Faults = _world.Faults with { Covered = true };
        var chat = Chat("张三");
        _world.Say(chat, null, "在吗");
        using var agent = NewAgent();

        agent.Receive(TestAgent.Decision("d1", "张三", "您好", "请说"));
        await agent.RunDryAsync();

        agent.Journal.State.Reports.ShouldAllBe(report => report.Outcome == SendOutcome.Verified);
        agent.CapturedTexts.ShouldBe(["在吗"]);
    }

    [Fact]
    public async Task A_customer_who_says_what_was_just_typed_is_no_echo()
    {
        var chat = Chat("张三");
        using var agent = NewAgent();
        await agent.RunDryAsync();
        _world.Say(chat, null, "在吗");
        await agent.RunDryAsync();
        agent.Desktop.Reached = act =>
        {
            if (act == "before enter")
            {
                _world.Say(chat, null, "您好");
            }
        };

        agent.Receive(TestAgent.Decision("d1", "张三", "您好"));
        await agent.RunDryAsync();

        agent.Captured.Select(message => (message.Content, message.Side)).ShouldBe([("在吗", "other"), ("您好", "other")]);
        agent.Journal.State.Reports.ShouldHaveSingleItem().Outcome.ShouldBe(SendOutcome.Verified);
    }

    [Fact]
    public async Task A_group_is_known_by_its_member_count_and_keeps_the_badge_that_was_noted_before_it_was_opened()
    {
        var group = Group("车友群", "赵大海");
        _world.Say(group, "赵大海", "很久以前");
        _world.Open("车友群", true);
        Chat("李四");
        _world.Open("李四", false);
        _world.Say(group, "赵大海", $"@{TestAgent.Nickname}\u2005有货吗");
        using var agent = NewAgent();

        await agent.RunDryAsync();

        var message = agent.Captured.ShouldHaveSingleItem();
        (message.ChatId, message.IsGroup, message.IsAtMe, message.Content).ShouldBe(
            (TestAgent.ChatId("车友群", isGroup: true), true, true, "有货吗"));
        agent.Journal.State.Chats.Keys.ShouldNotContain(TestAgent.ChatId("车友群"));
    }

    [Fact]
    public async Task The_speaker_of_the_newest_row_of_a_group_is_told_by_the_list_and_not_surely()
    {
        var group = Group("车友群", "赵大海", "钱小雨");
        Chat("李四");
        using var agent = NewAgent();
        await agent.RunDryAsync();
        _world.Open("李四", false);
        await agent.RunDryAsync();

        _world.Say(group, "赵大海", "大家好");
        _world.Say(group, "钱小雨", "你好");
        await agent.RunDryAsync();

        agent.Captured.Select(message => (message.Sender, message.SenderConfidence)).ShouldBe([("unknown", 0), ("钱小雨", 0.5)]);
    }

    [Fact]
    public async Task A_group_and_a_private_chat_of_one_name_cannot_be_told_apart_and_nothing_is_typed()
    {
        var chat = Chat("张三");
        Group("张三", "赵大海");
        _world.Say(chat, null, "在吗");
        using var agent = NewAgent();

        agent.Receive(TestAgent.Decision("d1", "张三", "您好"));
        await agent.RunDryAsync();

        agent.Journal.State.Reports.ShouldHaveSingleItem().Reason.ShouldBe("ambiguous_chat");
        agent.Health.AmbiguousChats.ShouldBe(2);
    }

    [Fact]
    public async Task Recycled_ids_and_a_list_that_fills_in_steps_lose_and_invent_nothing()
    {
        _world.Faults = _world.Faults with { RecycleIds = true, RenderSteps = 4, LoadedRows = 12 };
        var chat = Chat("张三");
        Chat("李四");
        for (var i = 0; i < 30; i++)
        {
            _world.Say(chat, null, $"旧的{i}");
        }

        _world.Open("张三", false);
        _world.Open("李四", false);
        using var agent = NewAgent();
        await agent.RunDryAsync();

        string[] said = ["好的", "好的", "在吗", "好的", "好的"];
        foreach (var text in said)
        {
            _world.Open("李四", false);
            _world.Say(chat, null, text);
            await agent.RunDryAsync();
        }

        agent.CapturedTexts.ShouldBe(said);
        agent.Journal.State.Gaps.ShouldBe(0);
    }

    private string Chat(string name) => _world.CreateChat(name, members: null, allowSameName: true)!;

    private string Group(string name, params string[] members) => _world.CreateChat(name, members, allowSameName: true)!;

    private TestAgent NewAgent() => new(_world, _folder.Path, _clock);
}
