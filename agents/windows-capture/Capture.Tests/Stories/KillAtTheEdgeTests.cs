using WeChatPlatform.Capture.Greetings;
using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Stories;

/// <summary>
/// A customer greets, the agent answers by its table, and is killed once at every single step that it takes: with a server
/// and cut off from it, with a window that ignores an Enter, and while the customer writes on. The account is limited, so what
/// it counts lives through every kill too.
/// </summary>
public sealed class KillAtTheEdgeTests
{
    private const string Reply = "您好，欢迎光临！";

    [Theory]
    [InlineData(true, 0, false)]
    [InlineData(false, 0, false)]
    [InlineData(true, 1, false)]
    [InlineData(false, 1, false)]
    [InlineData(true, 0, true)]
    [InlineData(false, 0, true)]
    public async Task A_kill_at_any_step_neither_doubles_an_answer_nor_lies_about_it(bool online, int enterIgnored, bool writesOn)
    {
        var steps = await RunAsync(online, enterIgnored, writesOn, killAt: int.MaxValue);
        steps.ShouldBeGreaterThan(90);
        for (var kill = 1; kill <= steps; kill += enterIgnored > 0 ? 3 : 1)
        {
            await RunAsync(online, enterIgnored, writesOn, kill);
        }
    }

    private static async Task<int> RunAsync(bool online, int enterIgnored, bool writesOn, int killAt)
    {
        using var folder = new TemporaryFolder();
        var clock = new LeapingClock();
        var world = new SimulatedWorld(null, clock, TestAgent.Nickname) { Faults = new WorldFaults { EnterIgnored = enterIgnored } };
        var chat = world.CreateChat("张三", null, allowSameName: false)!;
        var steps = 0;
        var isKilled = false;
        var script = new Queue<Action>([() => { }, () => world.Say(chat, null, "你好")]);
        var hasWrittenOn = !writesOn;
        while (true)
        {
            using var agent = new TestAgent(world, folder.Path, clock, options =>
            {
                options.EdgeReplies.Enabled = true;
                options.Pace.Limited = true;
                options.Account.IsAged = true;
            });
            agent.Desktop.Reached = Step;
            agent.Journal.Reached = _ => Step("");
            agent.GateReached = _ => Step("");
            try
            {
                agent.Journal.Update(state => state with { Greetings = new GreetingTable(1, [new GreetingEntry(["你好"], Reply)]) });
                if (!online)
                {
                    agent.SendGate.Close(SendGate.Offline);
                    agent.MayEnterAlone = true;
                }

                while (script.TryPeek(out var next))
                {
                    next();
                    script.Dequeue();
                    await agent.RoundAsync();
                }

                for (var round = 0; round < 4; round++)
                {
                    await agent.RoundAsync();
                }

                Check(agent, world, $"online {online}, ignored {enterIgnored}, writes on {writesOn}, killed at {killAt}");
                return steps;
            }
            catch (KilledException)
            {
                isKilled = true;
            }
        }

        void Step(string act)
        {
            if (!hasWrittenOn && act == "after set")
            {
                hasWrittenOn = true;
                world.Say(chat, null, "多少钱");
            }

            if (++steps == killAt && !isKilled)
            {
                throw new KilledException();
            }
        }
    }

    private static void Check(TestAgent agent, SimulatedWorld world, string when)
    {
        var state = agent.Journal.State;
        var (rows, draft) = world.Read((chats, _) => (chats[0].Rows.Select(row => (row.Own, row.Text)).ToList(), chats[0].Draft));
        var typed = rows.Count(row => row.Own && row.Text == Reply);
        typed.ShouldBeLessThanOrEqualTo(1, when);
        draft.ShouldBe("", when);
        state.Ledger.ShouldBeEmpty(when);
        state.Queue.Select(message => message.Content).ShouldBe(rows.Where(row => row is { Own: false, Text: "你好" or "多少钱" }).Select(row => row.Text), when);

        // Whatever was decided here, and only that, has an outcome, and the outcome is the truth.
        var edge = state.Queue.SingleOrDefault(message => message.Edge is not null)?.Edge;
        state.Reports.Select(report => report.DecisionId).ShouldBe(edge is null ? [] : [edge.DecisionId], when);
        foreach (var report in state.Reports)
        {
            report.Outcome.ShouldBe(typed == 1 ? SendOutcome.Verified : SendOutcome.NotSent, when);
        }

        (edge is not null || typed == 0).ShouldBeTrue(when);
        state.Sent.Count.ShouldBe(typed, when);
    }
}
