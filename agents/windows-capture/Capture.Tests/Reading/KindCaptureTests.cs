using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Reading;

/// <summary>What is not a text, from the window into the queue, in both versions of WeChat.</summary>
public sealed class KindCaptureTests : IDisposable
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3];

    private readonly TemporaryFolder _folder = new();
    private readonly LeapingClock _clock = new();
    private readonly SimulatedWorld _world;
    private readonly string _chat;

    public KindCaptureTests()
    {
        _world = new SimulatedWorld(null, _clock, TestAgent.Nickname);
        _chat = _world.CreateChat("张三", null, allowSameName: false)!;
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_kind_is_captured_as_what_it_is(bool fourX)
    {
        using var agent = await StartAsync(fourX);

        Say(new SimulatedMessage("这个多少钱", "quote", Quoted: "7kW 充电桩", QuotedSender: TestAgent.Nickname));
        Say(new SimulatedMessage("", "image", "充电桩.png", Png));
        Say(new SimulatedMessage("", "voice", Seconds: 3));
        Say(new SimulatedMessage("怎么安装", "voice", Seconds: 4));
        Say(new SimulatedMessage("", "video", Seconds: 15));
        Say(new SimulatedMessage("", "file", "报价.pdf"));
        Say(new SimulatedMessage("安装指南", "link"));
        Say(new SimulatedMessage("", "sticker"));
        Say(new SimulatedMessage("王师傅", "card"));
        _world.Notice(_chat, "\"张三\" 拍了拍 \"客服小微\"");
        await agent.RunDryAsync();

        agent.Captured.Select(message => (message.Kind, message.Content, message.Quoted)).ShouldBe(
        [
            ("quote", "这个多少钱", "7kW 充电桩"), ("image", "[图片]", null), ("voice", "[语音]", null), ("text", "怎么安装", null),
            ("video", "[视频]", null), ("file", "[文件] 报价.pdf", null), ("link", "[链接] 安装指南", null), ("sticker", "[动画表情]", null),
            ("card", "[名片] 王师傅", null), ("system", "\"张三\" 拍了拍 \"客服小微\"", null),
        ]);
        agent.Journal.State.Gaps.ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_that_is_taken_back_is_told_once_with_what_it_was(bool fourX)
    {
        using var agent = await StartAsync(fourX);
        Say(new SimulatedMessage("我的密码是 123"));
        await agent.RunDryAsync();

        _world.Recall(_chat, _world.Read((chats, _) => chats[0].Rows[^1].Id));
        await agent.RunDryAsync();
        Say(new SimulatedMessage("发错了"));
        await agent.RunDryAsync();

        agent.Captured.Select(message => (message.Kind, message.Quoted)).ShouldBe(
            [("text", null), ("recall", "我的密码是 123"), ("text", null)]);
        agent.Journal.State.Gaps.ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_bytes_of_an_image_and_a_file_are_kept_encrypted_beside_the_message(bool fourX)
    {
        using var agent = await StartAsync(fourX);

        Say(new SimulatedMessage("", "image", "充电桩.png", Png));
        Say(new SimulatedMessage("", "file", "../../报价.pdf", "报价"u8.ToArray()));
        await agent.RunDryAsync();

        var saved = agent.Captured.ToList();
        saved.Select(message => message.AttachmentName).ShouldBe(["充电桩.png", "报价.pdf"]);
        agent.Attachments.Read(saved[0].Id).ShouldBe(Png);
        var onDisk = await File.ReadAllBytesAsync(
            Path.Combine(_folder.Path, "attachments", saved[0].Id + ".bin"), TestContext.Current.CancellationToken);
        onDisk.AsSpan().IndexOf(Png).ShouldBe(-1);
    }

    [Fact]
    public async Task What_cannot_be_saved_goes_without_its_bytes()
    {
        using var agent = await StartAsync(fourX: false);
        _world.Faults = _world.Faults with { SaveFails = true };

        Say(new SimulatedMessage("", "image", "充电桩.png", Png));
        await agent.RunDryAsync();

        agent.Captured.ShouldHaveSingleItem().AttachmentName.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_larger_than_the_limit_goes_without_its_bytes()
    {
        using var agent = await StartAsync(fourX: false, options => options.Desktop.MaxAttachmentKibibytes = 1);

        Say(new SimulatedMessage("", "file", "大.bin", new byte[1025]));
        Say(new SimulatedMessage("", "file", "小.bin", new byte[1024]));
        await agent.RunDryAsync();

        agent.Captured.Select(message => message.AttachmentName).ShouldBe([null, "小.bin"]);
    }

    [Fact]
    public async Task A_file_that_was_saved_while_another_chat_was_opened_is_not_believed()
    {
        var other = _world.CreateChat("李四", null, allowSameName: false)!;
        using var agent = await StartAsync(fourX: false);
        _world.Faults = _world.Faults with { RecycleIds = true };
        agent.Desktop.Reached = act =>
        {
            if (act == "before save")
            {
                _world.Say(other, null, new SimulatedMessage("", "image", "别人的.png", [9]));
                _world.Open("李四", false);
            }
        };

        Say(new SimulatedMessage("", "image", "充电桩.png", Png));
        await agent.RoundAsync();

        agent.Captured.First(message => message.ChatName == "张三").AttachmentName.ShouldBeNull();
    }

    [Fact]
    public async Task A_group_knows_the_account_by_its_alias_there()
    {
        var group = _world.CreateChat("车友群", ["赵大海"], allowSameName: false)!;
        var elsewhere = _world.CreateChat("业主群", ["赵大海"], allowSameName: false)!;
        using var agent = await StartAsync(fourX: false, options => options.Account.Aliases["车友群"] = "小桩");

        _world.Say(group, "赵大海", "@小桩\u2005有货吗");
        _world.Say(group, "赵大海", $"@{TestAgent.Nickname}\u2005在吗");
        _world.Say(elsewhere, "赵大海", "@小桩\u2005有货吗");
        await agent.RunDryAsync();

        agent.Captured.Where(message => message.ChatName == "车友群").ShouldAllBe(message => message.IsAtMe);
        agent.Captured.Single(message => message.ChatName == "业主群").IsAtMe.ShouldBeFalse();
    }

    [Fact]
    public async Task A_message_that_came_while_the_agent_was_away_has_the_time_that_stands_above_it()
    {
        using (await StartAsync(fourX: false))
        {
        }

        await Task.Delay(TimeSpan.FromHours(2), _clock, TestContext.Current.CancellationToken);
        Say(new SimulatedMessage("在吗"));
        var said = _clock.GetUtcNow();
        await Task.Delay(TimeSpan.FromHours(3), _clock, TestContext.Current.CancellationToken);
        using var agent = new TestAgent(_world, _folder.Path, _clock);
        await agent.RunDryAsync();

        (said - agent.Captured.ShouldHaveSingleItem().Timestamp).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(2));
    }

    private async Task<TestAgent> StartAsync(bool fourX, Action<AgentOptions>? configure = null)
    {
        _world.Faults = new WorldFaults { FourX = fourX };
        var agent = new TestAgent(_world, _folder.Path, _clock, configure);
        await agent.RunDryAsync();
        return agent;
    }

    private void Say(SimulatedMessage message) => _world.Say(_chat, null, message);
}
