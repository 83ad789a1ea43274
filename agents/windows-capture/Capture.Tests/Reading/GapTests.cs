using System.Collections.Immutable;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Reading;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Reading;

/// <summary>What was there and cannot be had any more is accounted for; what can be had after all is no gap.</summary>
public sealed class GapTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LeapingClock _clock = new();
    private readonly SimulatedWorld _world;
    private readonly string _chat;

    public GapTests()
    {
        _world = new SimulatedWorld(null, _clock, TestAgent.Nickname);
        _chat = _world.CreateChat("张三", null, allowSameName: false)!;
        _world.CreateChat("李四", null, allowSameName: false);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task More_than_the_list_loads_is_a_gap_that_says_how_many_are_missing()
    {
        _world.Say(_chat, null, "很久以前");
        using var agent = await StartAsync();
        _world.Open("李四", false);
        _world.Faults = _world.Faults with { LoadedRows = 20 };
        for (var i = 0; i < 50; i++)
        {
            _world.Say(_chat, null, $"消息{i}");
        }

        await agent.RunDryAsync();

        agent.Captured.Count().ShouldBe(21);
        var gap = agent.Journal.State.OpenGaps.ShouldHaveSingleItem();
        (gap.ChatName, gap.Reason, gap.Missing).ShouldBe(("张三", "tail_lost", 30));
    }

    [Fact]
    public async Task A_badge_that_says_more_than_was_there_is_a_gap()
    {
        using var agent = await StartAsync();
        _world.Say(_chat, null, "一");
        await agent.RunDryAsync();
        _world.Open("李四", false);
        await agent.RunDryAsync();

        // Two came, and one of them vanishes without a notice before anybody looks.
        _world.Say(_chat, null, "二");
        _world.Say(_chat, null, "三");
        _world.Read((chats, _) => chats.Single(chat => chat.Id == _chat).Rows.RemoveAll(row => row.Text == "三"));
        await agent.RunDryAsync();

        var gap = agent.Journal.State.OpenGaps.ShouldHaveSingleItem();
        (gap.Reason, gap.Missing).ShouldBe(("badge_mismatch", 1));
        agent.CapturedTexts.ShouldBe(["一", "二"]);
    }

    [Fact]
    public async Task A_message_that_was_taken_back_before_it_was_read_is_no_gap()
    {
        using var agent = await StartAsync();
        _world.Say(_chat, null, "一");
        _world.Recall(_chat, _world.Read((chats, _) => chats.Single(chat => chat.Id == _chat).Rows[^1].Id));

        await agent.RunDryAsync();

        agent.Captured.ShouldHaveSingleItem().Kind.ShouldBe("recall");
        agent.Journal.State.OpenGaps.ShouldBeEmpty();
    }

    [Fact]
    public async Task Scrolling_up_in_the_open_chat_neither_loses_nor_invents()
    {
        using var agent = await StartAsync();
        for (var i = 0; i < 40; i++)
        {
            _world.Say(_chat, null, $"消息{i}");
            await agent.RoundAsync();
        }

        _world.Faults = _world.Faults with { LoadedRows = 10, ScrolledUp = 25 };
        await agent.RunDryAsync();
        agent.Captured.Count().ShouldBe(40);
        _world.Faults.ScrolledUp.ShouldBe(25, "who reads what was said long ago is left alone");

        _world.Faults = _world.Faults with { LoadedRows = 10, ScrolledUp = 5 };
        _world.Say(_chat, null, "新的");
        await agent.RunDryAsync();

        agent.Captured.Count().ShouldBe(41);
        agent.Captured.Last().Content.ShouldBe("新的");
        agent.Journal.State.Gaps.ShouldBe(0);
    }

    [Fact]
    public async Task A_chat_that_was_reopened_or_filled_in_steps_gives_nothing_twice()
    {
        using var agent = await StartAsync();
        _world.Faults = _world.Faults with { RenderSteps = 5 };
        for (var round = 0; round < 6; round++)
        {
            _world.Say(_chat, null, round % 2 == 0 ? "好的" : "在吗");
            await agent.RunDryAsync();
            _world.Open("李四", false);
            await agent.RunDryAsync();
            _world.Open("张三", false);
            await agent.RunDryAsync();
        }

        agent.CapturedTexts.ShouldBe(["好的", "在吗", "好的", "在吗", "好的", "在吗"]);
        agent.Journal.State.Gaps.ShouldBe(0);
    }

    [Fact]
    public async Task The_same_text_twice_while_a_chat_with_history_is_opened_for_the_first_time_is_two_messages()
    {
        _world.Say(_chat, null, "很久以前");
        _world.Open("张三", false);
        _world.Open("李四", false);
        await Task.Delay(TimeSpan.FromHours(1), _clock, TestContext.Current.CancellationToken);
        _world.Say(_chat, null, "在吗");
        using var agent = new TestAgent(_world, _folder.Path, _clock);
        var again = true;
        agent.Desktop.Reached = step =>
        {
            if (again && step == "before open")
            {
                again = false;
                _world.Say(_chat, null, "在吗");
            }
        };

        await agent.RunDryAsync();

        again.ShouldBeFalse();
        agent.CapturedTexts.ShouldBe(["在吗", "在吗"]);
    }

    [Fact]
    public void Two_new_copies_after_a_different_row_are_exactly_two()
    {
        MessageRow[] rows = [Row("旧的"), Row("在吗"), Row("在吗")];

        FirstSight.FirstNew(rows, quietPreview: null, new UnreadCount(2, "在吗")).ShouldBe(1);
    }

    [Fact]
    public void A_copy_that_was_seen_before_is_history() =>
        FirstSight.FirstNew([Row("在吗"), Row("在吗")], quietPreview: "在吗", new UnreadCount(1, "在吗")).ShouldBe(1);

    [Fact]
    public void A_copy_above_a_time_is_history() => FirstSight.FirstNew(
        [Row("在吗"), new MessageRow(RowKind.Time, "10:00"), Row("在吗")], null, new UnreadCount(1, "在吗")).ShouldBe(2);

    [Fact]
    public void The_badge_decides_between_places_that_both_fit()
    {
        var same = Enumerable.Repeat(Row("好的"), 5).ToImmutableList();

        TailAlignment.Align(same, same).FirstNew.ShouldBe(5);
        TailAlignment.Align(same, same, unread: 2).FirstNew.ShouldBe(3);
    }

    [Fact]
    public void A_message_that_somebody_deleted_does_not_unhinge_the_rest()
    {
        var said = Enumerable.Range(0, 30).Select(i => Row($"第{i}句")).ToList();

        var joint = TailAlignment.Align(said.GetRange(0, 29), said.Where(row => row.Text != "第20句").ToList());

        (joint.Lost, joint.FirstNew).ShouldBe((false, 28));
    }

    [Fact]
    public void Notices_are_new_once_and_a_divider_never()
    {
        var known = new KnownChat("张三", false, "", [Row("一"), Notice("张三加入了群聊")], Waiting: null);
        MessageRow[] rows = [Row("一"), Notice("张三加入了群聊"), Notice("以下是新消息"), Notice("李四加入了群聊")];

        var joined = RowAbsorption.Join(known, null, rows);
        var absorbed = RowAbsorption.Absorb(known, null, joined, ImmutableDictionary<int, SideReading>.Empty, [], 60);

        absorbed.Fresh.Select(one => one.Row.Text).ShouldBe(["李四加入了群聊"]);
    }

    private async Task<TestAgent> StartAsync()
    {
        var agent = new TestAgent(_world, _folder.Path, _clock);
        await agent.RunDryAsync();
        return agent;
    }

    private static MessageRow Row(string text) => new(RowKind.Text, text);

    private static MessageRow Notice(string text) => new(RowKind.System, text);
}
