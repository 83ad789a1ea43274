using System.Text;
using System.Text.Json;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Tests.Server;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Reading;

/// <summary>Chats out of scope: what is done at the window, what is in the journal, what goes over the network.</summary>
public sealed class ScopeTests : IDisposable
{
    private const string Secret = "只给家人看的话";

    private readonly TemporaryFolder _folder = new();
    private readonly LeapingClock _clock = new();
    private readonly SimulatedWorld _world;
    private readonly string _customer;
    private readonly string _family;

    public ScopeTests()
    {
        _world = new SimulatedWorld(null, _clock, TestAgent.Nickname);
        _customer = _world.CreateChat("张三", null, allowSameName: false)!;
        _family = _world.CreateChat("我的家人", ["妈妈"], allowSameName: false)!;
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_chat_out_of_scope_is_neither_opened_nor_read_nor_kept(bool fourX)
    {
        _world.Faults = _world.Faults with { FourX = fourX };
        using (var agent = NewAgent("我的家人"))
        {
            await agent.RunDryAsync();
            _world.Say(_family, "妈妈", Secret);
            _world.Say(_customer, null, "在吗");
            await agent.RunDryAsync();

            agent.CapturedTexts.ShouldBe(["在吗"]);
            agent.Health.ExcludedChats.ShouldBe(1);
            _world.Read((chats, _) => chats.Single(chat => chat.Id == _family).Unread).ShouldBe(1, "its badge stays for its owner");
        }

        JournalText().ShouldNotContain("家人");
        JournalText().ShouldNotContain("妈妈");
    }

    [Fact]
    public async Task A_chat_out_of_scope_that_a_person_has_open_is_not_read()
    {
        using var agent = NewAgent("我的家人");
        await agent.RunDryAsync();
        _world.Open("我的家人", true);
        _world.Say(_family, "妈妈", Secret);
        _world.SetDraft(_family, Secret);
        var reads = 0;
        agent.Desktop.Reached = act => reads += act is "before read" or "before input" or "before picture" ? 1 : 0;

        await agent.RunDryAsync();

        reads.ShouldBe(0);
        agent.Captured.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_decision_for_a_chat_out_of_scope_is_refused_and_nothing_is_typed()
    {
        using var agent = NewAgent("张三");

        agent.Receive(TestAgent.Decision("d1", "张三", "您好"));
        await agent.RunDryAsync();

        agent.Journal.State.Reports.ShouldHaveSingleItem().Reason.ShouldBe("out_of_scope");
        _world.Read((chats, _) => chats.Sum(chat => chat.Rows.Count)).ShouldBe(0);
    }

    [Fact]
    public async Task A_rule_that_changed_takes_what_the_journal_knew()
    {
        using (var before = NewAgent(exclude: ""))
        {
            await before.RunDryAsync();
            _world.Say(_family, "妈妈", new SimulatedMessage("", "image", "合影.png", [1, 2, 3]));
            _world.Say(_family, "妈妈", Secret);
            _world.Say(_customer, null, "在吗");
            await before.RunDryAsync();
            before.Captured.Count().ShouldBe(3);
        }

        JournalText().ShouldContain(Secret);
        using (var after = NewAgent("group:我的*"))
        {
            await after.RunDryAsync();
            after.CapturedTexts.ShouldBe(["在吗"]);
        }

        JournalText().ShouldNotContain(Secret);
        JournalText().ShouldNotContain("家人");
        Directory.GetFiles(Path.Combine(_folder.Path, "attachments")).ShouldBeEmpty();
    }

    [Fact]
    public async Task In_4x_a_rule_for_one_kind_forgets_what_turns_out_to_be_of_the_other()
    {
        _world.Faults = _world.Faults with { FourX = true };
        _world.Say(_family, "妈妈", Secret);
        _world.Say(_customer, null, "在吗");
        using (var agent = new TestAgent(_world, _folder.Path, _clock, options =>
        {
            options.Scope.Include.Clear();
            options.Scope.Include.Add("private:*");
        }))
        {
            await agent.RunDryAsync();
            await agent.RunDryAsync();
            agent.CapturedTexts.ShouldBe(["在吗"]);
        }

        JournalText().ShouldNotContain("家人");
        JournalText().ShouldNotContain(Secret);
    }

    [Fact]
    public async Task Nothing_of_a_chat_out_of_scope_goes_over_the_network()
    {
        await using var server = await FakeServer.StartAsync();
        await using var agent = await RunningAgent.StartAsync(
            _folder.Path, server.Url, new WorldDesktop(_world), settings: [("Agent:Scope:Exclude:0", "我的*")]);
        _world.Say(_family, "妈妈", Secret);
        _world.Say(_customer, null, "在吗");

        await Eventually.HoldsAsync(() => server.Messages.Count == 1, "the customer's message");
        await Eventually.HoldsAsync(() => agent.Health.ExcludedChats == 1, "a look at the list");

        var sent = JsonSerializer.Serialize(server.Messages, Readable) + JsonSerializer.Serialize(server.Heartbeats, Readable);
        sent.ShouldContain("在吗");
        sent.ShouldNotContain(Secret);
        sent.ShouldNotContain("家人");
        sent.ShouldNotContain(TestAgent.ChatId("我的家人", isGroup: true));
    }

    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private TestAgent NewAgent(string exclude) =>
        new(_world, _folder.Path, _clock, options => options.Scope.Exclude.Add(exclude));

    /// <summary>The journal as it lies on the disk, decrypted.</summary>
    private string JournalText()
    {
        using var cipher = new JournalCipher(File.ReadAllBytes(Path.Combine(_folder.Path, "journal.key")));
        var frames = new JournalFrames(cipher);
        var file = File.ReadAllBytes(Path.Combine(_folder.Path, "journal.bin"));
        var (plain, tag) = ("", JournalFrames.NoTag);
        for (var read = 0; read < file.Length;)
        {
            var (frame, next, size) = frames.Open(file.AsSpan(read), tag);
            plain += Encoding.UTF8.GetString(frame);
            (read, tag) = (read + size, next);
        }

        return System.Text.RegularExpressions.Regex.Unescape(plain.Replace("\\\"", "'", StringComparison.Ordinal));
    }
}
