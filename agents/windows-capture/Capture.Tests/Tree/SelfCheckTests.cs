using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Tree;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Tree;

/// <summary>What a self-check finds, and how its one text goes to the account's own file transfer chat.</summary>
public sealed class SelfCheckTests
{
    private readonly LeapingClock _clock = new();
    private readonly SimulatedWorld _world;

    public SelfCheckTests()
    {
        _world = new SimulatedWorld(null, _clock, TestAgent.Nickname);
        _world.CreateChat("文件传输助手", null, allowSameName: false);
        var chat = _world.CreateChat("张三", null, allowSameName: false)!;
        _world.Say(chat, null, "在吗");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(TreeStyle.Wx39, "3.9/1")]
    [InlineData(TreeStyle.Wx40, "4.0/1")]
    [InlineData(TreeStyle.Wx41, "4.1/1")]
    public async Task A_window_that_is_well_passes_with_a_text_that_is_read_back(TreeStyle style, string profile)
    {
        var result = await CheckAsync(new TreeWindow(_world, style) { PasteReadings = 3 }, testSend: true);

        (result.Passed, result.SendTested, result.Profile, result.Language).ShouldBe((true, true, profile, "zh-CN"));
        result.Selectors.Single(selector => selector.Name == "session_list").ShouldBe(new SelectorFinding("session_list", true, true));
        Own("文件传输助手").ShouldHaveSingleItem().ShouldStartWith("自检 / self-check 2026-");
        Own("张三").ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_sent_unless_it_is_asked_for()
    {
        var window = new TreeWindow(_world, TreeStyle.Wx41);

        var result = await CheckAsync(window, testSend: false);

        (result.Passed, result.SendTested, result.TestSend).ShouldBe((true, false, null));
        window.Acts.ShouldAllBe(act => act == "read");
    }

    [Fact]
    public async Task A_renamed_part_fails_the_check_by_name_and_nothing_is_sent()
    {
        var window = new TreeWindow(_world, TreeStyle.Wx41);
        _world.Open("张三", false);
        window.Painter.Renamed.Add("chat_input_field");

        var result = await CheckAsync(window, testSend: true);

        result.Passed.ShouldBeFalse();
        result.Selectors.Where(selector => selector.Needed && !selector.Found).Select(selector => selector.Name).ShouldBe(["input"]);
        result.TestSend!.Verified.ShouldBeFalse();
        Own("文件传输助手").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_window_that_is_away_is_a_result()
    {
        var window = new TreeWindow(_world, TreeStyle.Wx41) { Version = null };

        var result = await CheckAsync(window, testSend: true);

        (result.Passed, result.Window.State, result.TestSend).ShouldBe((false, "not_running", new TestSend(false, "not_running")));
        result.Selectors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("twice", "ambiguous_chat")]
    [InlineData("draft", "input_in_use")]
    [InlineData("deaf", "not_seen")]
    public async Task A_text_whose_way_is_not_proven_is_refused_and_leaves_nothing(string trouble, string refusal)
    {
        var chat = _world.Read((chats, _) => chats[0].Id);
        switch (trouble)
        {
            case "twice":
                _world.CreateChat("文件传输助手", null, allowSameName: true);
                break;
            case "draft":
                _world.SetDraft(chat, "我在写");
                break;
            default:
                _world.Faults = new WorldFaults { EnterIgnored = 9 };
                break;
        }

        var result = await CheckAsync(new TreeWindow(_world, TreeStyle.Wx41), testSend: true);

        result.TestSend.ShouldBe(new TestSend(false, refusal));
        Own("文件传输助手").ShouldBeEmpty();
        _world.Read((chats, _) => chats[0].Draft).ShouldBe(trouble == "draft" ? "我在写" : "");
    }

    [Fact]
    public async Task Without_such_a_chat_there_is_nobody_to_send_to()
    {
        var empty = new SimulatedWorld(null, _clock, TestAgent.Nickname);
        empty.CreateChat("张三", null, allowSameName: false);

        var result = await CheckAsync(new TreeWindow(empty, TreeStyle.Wx41), testSend: true);

        result.TestSend.ShouldBe(new TestSend(false, "chat_not_found"));
    }

    [Theory]
    [InlineData("File Transfer")]
    [InlineData("檔案傳輸")]
    public async Task A_person_who_has_the_name_of_that_chat_in_another_language_gets_nothing(string name)
    {
        var world = new SimulatedWorld(null, _clock, TestAgent.Nickname);
        world.CreateChat(name, null, allowSameName: false);

        var result = await CheckAsync(new TreeWindow(world, TreeStyle.Wx41), testSend: true);

        result.TestSend.ShouldBe(new TestSend(false, "chat_not_found"));
        world.Read((chats, _) => chats.Sum(chat => chat.Rows.Count)).ShouldBe(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Who_stopped_this_pc_gets_no_test_text_and_the_box_is_left_empty(int looksBefore)
    {
        var looks = 0;

        var result = await CheckAsync(new TreeWindow(_world, TreeStyle.Wx41), testSend: true, () => looks++ >= looksBefore);

        (result.Passed, result.TestSend).ShouldBe((false, new TestSend(false, "stopped_locally")));
        Own("文件传输助手").ShouldBeEmpty();
        _world.Read((chats, _) => chats[0].Draft).ShouldBe("");
    }

    [Fact]
    public async Task The_simulated_desktop_is_checked_by_what_it_shows()
    {
        var desktop = new WorldDesktop(_world);

        var result = await new SelfCheck(desktop, probe: null, Sender(desktop), _clock).RunAsync(testSend: true, Ct);

        (result.Passed, result.SendTested, result.Profile).ShouldBe((true, true, null));
    }

    private async Task<SelfCheckResult> CheckAsync(TreeWindow window, bool testSend, Func<bool>? isStopped = null)
    {
        var desktop = new TreeDesktop(window, SelectorCatalog.Load(folder: null), Options.Create(new AgentOptions()), _clock);
        return await new SelfCheck(desktop, desktop, Sender(desktop, isStopped), _clock).RunAsync(testSend, Ct);
    }

    private TestSender Sender(IWeChatDesktop desktop, Func<bool>? isStopped = null) =>
        new(desktop, Options.Create(new AgentOptions()), isStopped ?? (() => false), _clock);

    private List<string> Own(string name) => _world.Read((chats, _) => chats.Where(chat => chat.Name == name)
        .SelectMany(chat => chat.Rows).Where(row => row.Own).Select(row => row.Text).ToList());
}
