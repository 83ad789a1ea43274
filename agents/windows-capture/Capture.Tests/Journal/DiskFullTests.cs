using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Capture.Tests.Server;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Journal;

/// <summary>
/// No room for the journal, as the file layer tells it: the write fails half-way, with an IOException. The whole agent runs.
/// <see cref="Stories.AgentProcessTests"/> has the same with a limit that the operating system sets.
/// </summary>
public sealed class DiskFullTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SimulatedWorld _world = new(null, TimeProvider.System, TestAgent.Nickname);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_is_acknowledged_or_typed_that_is_not_durable_and_the_agent_goes_on_when_there_is_room()
    {
        var chat = _world.CreateChat("张三", null, allowSameName: false)!;
        await using var server = await FakeServer.StartAsync();
        await using var agent = await RunningAgent.StartAsync(_folder.Path, server.Url, new WorldDesktop(_world));
        await Eventually.HoldsAsync(() => agent.Health.DesktopState == "ok" && !server.Hellos.IsEmpty, "the agent at work");

        agent.Journal.Reached = step =>
        {
            if (step == WriteStep.HalfWritten)
            {
                throw new IOException("No space left on device");
            }
        };
        _world.Say(chat, null, "在吗");
        await server.DecideAsync("d1", TestAgent.ChatId("张三"), "张三", isGroup: false, "您好");
        await Eventually.HoldsAsync(() => agent.Health.DesktopState == "journal_unwritable", "the disk reported full");
        await Eventually.HoldsAsync(() => server.Hellos.Count >= 2, "a connection that gave up over a decision it could not store");

        agent.Journal.IsUnwritable.ShouldBeTrue();
        (server.Messages.Count, server.Deliveries.Count, server.Questions.Count).ShouldBe((0, 0, 0));
        File.Exists(Path.Combine(_folder.Path, "journal.bin.new")).ShouldBeFalse("half a file takes room that is wanted");

        agent.Journal.Reached = null;
        await Eventually.HoldsAsync(() => server.Deliveries.Any(delivery => (string)delivery["outcome"]! == "verified"), "the answer typed");
        await Eventually.HoldsAsync(() => server.Messages.Count == 1, "the message handed in");
        _world.Read((chats, _) => chats[0].Rows.Count(row => row.Own)).ShouldBe(1);
        agent.Journal.IsUnwritable.ShouldBeFalse();
    }

    [Fact]
    public void Open_ledger_entries_are_kept_whatever_the_queue_drops()
    {
        var state = LedgerSteps.Receive(
            JournalState.Empty("ledger"), TestAgent.Decision("d1", "张三", "您好"), DateTimeOffset.UnixEpoch);
        for (var message = 0; message < 50; message++)
        {
            state = MessageQueue.Add(state, [Message($"m{message}")], limit: 5, gapLimit: 1);
        }

        state.Ledger.ShouldHaveSingleItem().DecisionId.ShouldBe("d1");
        state.Queue.Count.ShouldBe(5);
    }

    private static QueuedMessage Message(string id) => new(
        id, "c_1", "张三", "张三", "在吗", DateTimeOffset.UnixEpoch, IsGroup: false, IsAtMe: false, "other", Traceparent: null);
}
