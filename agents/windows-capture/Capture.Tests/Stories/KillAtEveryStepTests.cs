using WeChatPlatform.Capture.Sending;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Stories;

/// <summary>
/// Two customers ask, two answers of two parts go out, and the agent is killed once at every single step that it takes:
/// before and after each act at the window, before and after the gate hears a question and answers it, and at every step of
/// each write of the journal. An Enter without a go of the same process fails the test by itself.
/// </summary>
public sealed class KillAtEveryStepTests
{
    private static readonly string[] Answers = ["甲一", "甲二"];

    /// <summary>
    /// With a prompt window; one whose rows come late but in time; one whose rows come when nobody waits any more; one
    /// that ignores an Enter; and one of WeChat 4.x, whose rows tell nothing but by their pictures.
    /// </summary>
    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(3_000, 0, false)]
    [InlineData(600_000, 0, false)]
    [InlineData(0, 1, false)]
    [InlineData(0, 0, true)]
    public async Task A_kill_at_any_step_neither_loses_nor_doubles_anything(int rowDelayMs, int enterIgnored, bool fourX)
    {
        var faults = new WorldFaults { RowDelayMs = rowDelayMs, EnterIgnored = enterIgnored, FourX = fourX };
        var steps = await RunAsync(faults, killAt: int.MaxValue);
        steps.ShouldBeGreaterThan(200);

        // Waiting for a late row is the same two steps over and over; there every third is tried.
        for (var kill = 1; kill <= steps; kill += steps > 1_000 ? 3 : 1)
        {
            await RunAsync(faults, kill);
        }
    }

    /// <summary>
    /// A server that holds every second question of either kind; one that leaves some unanswered; one that refuses the
    /// second decision before its window is touched, or right before Enter.
    /// </summary>
    [Theory]
    [InlineData("holds", 0)]
    [InlineData("silent", 0)]
    [InlineData("refuses open", 0)]
    [InlineData("refuses enter", 0)]
    [InlineData("holds", 1)]
    public async Task A_kill_at_any_step_with_a_gate_that_says_no_neither_loses_nor_doubles_anything(string gate, int enterIgnored)
    {
        var faults = new WorldFaults { EnterIgnored = enterIgnored };
        var steps = await RunAsync(faults, killAt: int.MaxValue, gate: gate);
        steps.ShouldBeGreaterThan(200);

        for (var kill = 1; kill <= steps; kill += 2)
        {
            await RunAsync(faults, kill, gate: gate);
        }
    }

    [Fact]
    public async Task Two_kills_neither_lose_nor_double_anything()
    {
        var steps = await RunAsync(new WorldFaults(), killAt: int.MaxValue);
        for (var kill = 3; kill <= steps; kill += 3)
        {
            await RunAsync(new WorldFaults(), kill, again: 5 + (kill % 60));
        }
    }

    private static Func<GateQuestion, GateAnswer?> Gate(string kind)
    {
        var asked = 0;
        var entered = 0;
        return kind switch
        {
            "holds" => question => (question.Step == GateStep.Open ? ++asked : ++entered) % 2 == 1
                ? GateAnswer.Hold("quiet_hours", TimeSpan.FromMinutes(1))
                : GateAnswer.Go,
            "silent" => _ => ++asked % 3 == 2 ? null : GateAnswer.Go,
            "refuses open" => question => question is { DecisionId: "d2", Step: GateStep.Open } ? GateAnswer.Refuse("superseded") : GateAnswer.Go,
            "refuses enter" => question => question is { DecisionId: "d2", Step: GateStep.Enter } ? GateAnswer.Refuse("superseded") : GateAnswer.Go,
            _ => _ => GateAnswer.Go,
        };
    }

    private static async Task<int> RunAsync(WorldFaults faults, int killAt, int again = int.MaxValue, string gate = "")
    {
        var answers = Gate(gate);
        using var folder = new TemporaryFolder();
        var clock = new LeapingClock();
        var world = new SimulatedWorld(null, clock, TestAgent.Nickname) { Faults = faults };
        var first = world.CreateChat("张三", null, allowSameName: false)!;
        var second = world.CreateChat("李四", null, allowSameName: false)!;
        var steps = 0;
        var kills = new Queue<int>([killAt, again]);
        var script = new Queue<Action<TestAgent>>(
        [
            _ => world.Say(first, null, "在吗"),
            _ => world.Say(first, null, "好的"),
            _ => world.Say(second, null, "好的"),
            agent => agent.Receive(TestAgent.Decision("d1", "张三", Answers)),
            _ => world.Say(first, null, "好的"),
            _ => world.SayAsOwner(second, "我来"),
            agent => agent.Receive(TestAgent.Decision("d2", "李四", Answers)),
            _ => world.Say(second, null, "谢谢"),
        ]);

        var finished = false;
        while (!finished)
        {
            using var agent = new TestAgent(world, folder.Path, clock);
            agent.Desktop.Reached = _ => Step();
            agent.Journal.Reached = _ => Step();
            agent.GateReached = _ => Step();
            agent.Gate = answers;
            try
            {
                await agent.RoundAsync();
                while (script.TryPeek(out var next))
                {
                    // The server repeats a decision whose receipt it did not see, the customers say everything once.
                    next(agent);
                    script.Dequeue();
                    await agent.RoundAsync();
                }

                await agent.RunDryAsync();
                await Task.Delay(TimeSpan.FromHours(1), clock, TestContext.Current.CancellationToken);
                await agent.RunDryAsync();
                finished = true;
                Check(agent, world, gate, $"{faults}, gate {gate}, killed at {killAt}, again at {again}");
            }
            catch (KilledException)
            {
                steps = 0;
            }
        }

        return steps;

        void Step()
        {
            if (++steps == kills.FirstOrDefault(int.MaxValue))
            {
                kills.Dequeue();
                throw new KilledException();
            }
        }
    }

    private static void Check(TestAgent agent, SimulatedWorld world, string gate, string when)
    {
        foreach (var (decision, name) in new[] { ("d1", "张三"), ("d2", "李四") })
        {
            var isRefused = decision == "d2" && gate.StartsWith("refuses", StringComparison.Ordinal);
            var typed = world.Read((chats, _) => chats.Single(chat => chat.Name == name).Rows
                .Where(row => row.Own && row.Text != "我来").Select(row => row.Text).ToList());
            var outcomes = agent.Journal.State.Done.ShouldHaveSingleItemFor(decision, when);
            typed.ShouldBe(typed.Distinct(), $"typed twice, {when}");
            foreach (var (outcome, text) in outcomes.Zip(Answers))
            {
                outcome.ShouldNotBe(SendOutcome.Unknown, $"{decision}: every row came in the end, {when}");
                typed.Contains(text).ShouldBe(outcome == SendOutcome.Verified, $"{decision} {outcome}, {when}");
            }

            // Rows that come too late stop the second part; anything else must not.
            (outcomes[1] == SendOutcome.Verified).ShouldBe(!isRefused && world.Faults.RowDelayMs < 5_000, when);
            (outcomes[0] == SendOutcome.Verified).ShouldBe(!isRefused, when);
            world.Read((chats, _) => chats.Single(chat => chat.Name == name).Draft).ShouldBe("", when);
        }

        Texts("张三").ShouldBe(["在吗", "好的", "好的"], when);
        Texts("李四").ShouldBe(["好的", "我来", "谢谢"], when);
        agent.Journal.State.Gaps.ShouldBe(0, when);

        IEnumerable<string> Texts(string name) => agent.Journal.State.Queue
            .Where(message => message.ChatName == name).Select(message => message.Content);
    }
}

internal static class DoneDecisions
{
    public static IReadOnlyList<SendOutcome> ShouldHaveSingleItemFor(
        this IEnumerable<DoneDecision> done, string decisionId, string when)
    {
        var found = done.Where(decision => decision.DecisionId == decisionId).ToList();
        found.Count.ShouldBe(1, $"{decisionId}, {when}");
        return found[0].Outcomes;
    }
}
