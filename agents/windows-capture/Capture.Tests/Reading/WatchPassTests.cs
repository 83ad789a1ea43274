using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Reading;

public sealed class WatchPassTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LeapingClock _clock = new();
    private readonly SimulatedWorld _world;

    public WatchPassTests() => _world = new SimulatedWorld(null, _clock, TestAgent.Nickname);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task History_before_the_first_sight_is_not_captured_but_unread_messages_are()
    {
        var chat = Chat("张三");
        _world.Say(chat, null, "很久以前");
        _world.Open("张三", false);
        Chat("李四");
        _world.Open("李四", false);
        _world.Say(chat, null, "现在");
        using var agent = NewAgent();

        await agent.RunDryAsync();

        agent.CapturedTexts.ShouldBe(["现在"]);
    }

    [Fact]
    public async Task The_same_text_twice_is_two_messages()
    {
        var chat = Chat("张三");
        using var agent = NewAgent();
        await agent.RunDryAsync();

        _world.Say(chat, null, "好的");
        await agent.RunDryAsync();
        _world.Say(chat, null, "好的");
        await agent.RunDryAsync();

        agent.CapturedTexts.ShouldBe(["好的", "好的"]);
    }

    [Fact]
    public async Task The_same_text_twice_while_an_empty_chat_is_opened_for_the_first_time_is_two_messages()
    {
        var chat = Chat("张三");
        using var agent = NewAgent();
        await agent.RunDryAsync();
        _world.Say(chat, null, "在吗");
        var again = true;
        agent.Desktop.Reached = step =>
        {
            if (again && step.Contains("open", StringComparison.OrdinalIgnoreCase))
            {
                again = false;
                _world.Say(chat, null, "在吗");
            }
        };

        await agent.RunDryAsync();

        again.ShouldBeFalse();
        agent.CapturedTexts.ShouldBe(["在吗", "在吗"]);
    }

    [Fact]
    public async Task Messages_of_several_chats_are_all_captured_in_their_order()
    {
        var first = Chat("张三");
        var second = Chat("李四");
        using var agent = NewAgent();
        await agent.RunDryAsync();

        for (var i = 0; i < 10; i++)
        {
            _world.Say(first, null, $"张{i}");
            _world.Say(second, null, $"李{i}");
            await agent.RoundAsync();
        }

        await agent.RunDryAsync();

        agent.Journal.State.Queue.Where(message => message.ChatName == "张三").Select(message => message.Content)
            .ShouldBe(Enumerable.Range(0, 10).Select(i => $"张{i}"));
        agent.Journal.State.Queue.Where(message => message.ChatName == "李四").Select(message => message.Content)
            .ShouldBe(Enumerable.Range(0, 10).Select(i => $"李{i}"));
        agent.Journal.State.Gaps.ShouldBe(0);
    }

    [Fact]
    public async Task A_message_between_reading_the_list_and_opening_the_chat_is_not_lost()
    {
        var chat = Chat("张三");
        using var agent = NewAgent();
        await agent.RunDryAsync();
        _world.Say(chat, null, "一");
        var late = true;
        agent.Desktop.Reached = act =>
        {
            if (act == "before open" && late)
            {
                late = false;
                _world.Say(chat, null, "二");
            }
        };

        await agent.RunDryAsync();

        agent.CapturedTexts.ShouldBe(["一", "二"]);
    }

    [Fact]
    public async Task The_same_text_again_in_the_chat_that_is_just_being_left_is_not_lost()
    {
        var left = Chat("张三");
        var next = Chat("李四");
        using var agent = NewAgent();
        _world.Say(left, null, "好的");
        await agent.RunDryAsync();
        _world.Say(next, null, "在吗");
        var late = true;
        agent.Desktop.Reached = act =>
        {
            if (act == "before open" && late)
            {
                late = false;
                _world.Say(left, null, "好的");
            }
        };

        await agent.RunDryAsync();

        agent.CapturedTexts.ShouldBe(["好的", "在吗", "好的"]);
    }

    [Fact]
    public async Task What_the_owner_says_from_the_phone_is_uploaded_as_own()
    {
        var chat = Chat("张三");
        using var agent = NewAgent();
        await agent.RunDryAsync();
        _world.Say(chat, null, "在吗");
        await agent.RunDryAsync();

        _world.SayAsOwner(chat, "我来处理");
        await agent.RunDryAsync();

        agent.Journal.State.Queue.Select(message => message.Side).ShouldBe(["other", "own"]);
    }

    [Fact]
    public async Task A_group_message_tells_its_sender_and_whether_it_calls_the_account()
    {
        var group = _world.CreateChat("车友群", ["赵大海"], allowSameName: false)!;
        using var agent = NewAgent();
        await agent.RunDryAsync();

        _world.Say(group, "赵大海", $"@{TestAgent.Nickname}\u2005有货吗");
        await agent.RunDryAsync();

        var message = agent.Journal.State.Queue.ShouldHaveSingleItem();
        (message.Sender, message.Content, message.IsGroup, message.IsAtMe).ShouldBe(("赵大海", "有货吗", true, true));
        message.ChatId.ShouldBe(TestAgent.ChatId("车友群", isGroup: true));
        message.Traceparent.ShouldNotBeNull();
    }

    [Fact]
    public async Task Rows_without_sides_are_uploaded_as_of_unknown_side()
    {
        var chat = Chat("张三");
        using var agent = NewAgent();
        await agent.RunDryAsync();
        _world.Faults = new WorldFaults { HideSides = true, Covered = true };

        _world.Say(chat, null, "在吗");
        await agent.RunDryAsync();

        agent.Journal.State.Queue.ShouldHaveSingleItem().Side.ShouldBe("unknown");
    }

    [Fact]
    public async Task Recycled_runtime_ids_neither_lose_nor_double_messages()
    {
        var chat = Chat("张三");
        _world.Faults = new WorldFaults { RecycleIds = true };
        using var agent = NewAgent();
        await agent.RunDryAsync();
        var said = Enumerable.Range(0, 150).Select(i => i % 4 == 0 ? "好的" : $"第{i}句").ToList();

        foreach (var text in said)
        {
            _world.Say(chat, null, text);
            await agent.RoundAsync();
        }

        agent.CapturedTexts.ShouldBe(said);
    }

    private string Chat(string name) => _world.CreateChat(name, members: null, allowSameName: false)!;

    private TestAgent NewAgent() => new(_world, _folder.Path, _clock);
}
