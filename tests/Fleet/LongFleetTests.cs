using System.Diagnostics;
using System.Globalization;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Fleet.Tests;

/// <summary>
/// Fifty agents against a standalone platform in a process of its own, by the machine's clock. Run with -explicit only;
/// FLEET_MINUTES is how long it goes well, 10 by default, before five fall silent.
/// </summary>
public sealed class LongFleetTests
{
    private const int Heartbeat = 30;
    private static readonly TimeSpan OfflineAfter = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Length = TimeSpan.FromMinutes(
        double.TryParse(Environment.GetEnvironmentVariable("FLEET_MINUTES"), CultureInfo.InvariantCulture, out var minutes) ? minutes : 10);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Explicit = true, Timeout = 7_200_000)]
    public async Task Fifty_agents_for_ten_minutes_lose_no_heartbeat_and_grow_no_memory_and_five_that_fall_silent_are_offline_in_time()
    {
        var folder = PlatformServers.NewFolder("fleet");
        await using var servers = await PlatformServers.StartAsync(folder, distributed: false, fast: true, Ct);
        await using var stack = await PlatformStack.StartAsync(
            new PlatformStackSettings
            {
                Folder = Path.Combine(folder, "platform"),
                Postgres = servers.Postgres,
                Settings = new Dictionary<string, string>
                {
                    ["Gateway__LoginsPerMinute"] = "1000", ["Llm__Provider"] = "none", ["Message__SimulatedAutonomy"] = "auto",
                },
                LogLines = 1000,
            },
            Ct);
        using var access = await PlatformAccess.OpenAsync(stack.Api, stack.CredentialsFile, Ct);
        var began = Stopwatch.StartNew();
        await using var fleet = await RunningFleet.StartAsync(
            stack.Api, id => access.NewAgentKeyAsync(id, Ct), ct => access.GetAsync("api/v1/agents/status", ct), Heartbeat, Ct);
        await Eventually.Holds("all are online", async () => (await fleet.StatusAsync(Ct)).Values.Count(agent => agent.Online) == RunningFleet.Agents);
        Say($"{RunningFleet.Agents} agents online after {began.Elapsed.TotalSeconds:0} s");

        var process = stack.Process(PlatformStack.Standalone);
        var (first, last) = await GoWellAsync(fleet, process);
        Say($"server {Megabytes(first.Server)} -> {Megabytes(last.Server)} MB resident; 50 agents {Megabytes(first.Agents)} -> {Megabytes(last.Agents)} MB of objects");
        foreach (var agent in fleet.All)
        {
            agent.Failed.ShouldBe(0, agent.Id);
            agent.Answered.ShouldBeGreaterThanOrEqualTo((int)(Length.TotalSeconds / Heartbeat), agent.Id);
        }

        var seen = await fleet.StatusAsync(Ct);
        fleet.All.Sum(agent => seen[agent.Id].Heartbeats!.Value).ShouldBeInRange(
            fleet.All.Sum(agent => agent.Answered) - RunningFleet.Agents, fleet.All.Sum(agent => agent.Answered) + RunningFleet.Agents);
        Say($"{fleet.All.Sum(agent => agent.Answered)} heartbeats, none failed; {fleet.All.Sum(agent => agent.Window.Sent)} answers typed");

        // What comes with warming up was before the first look; a leak of a few kilobytes a message would show.
        last.Server.ShouldBeLessThan((first.Server * 5 / 4) + (20 << 20));
        last.Agents.ShouldBeLessThan((first.Agents * 5 / 4) + (5 << 20));
        await FallSilentAsync(fleet);
    }

    /// <returns>Memory after a third of the time, and at its end.</returns>
    private static async Task<(Memory First, Memory Last)> GoWellAsync(RunningFleet fleet, PlatformProcess process)
    {
        Memory? first = null;
        var clock = Stopwatch.StartNew();
        var cpu = ProcessUsage.Of(process.Id).Cpu;
        var turn = 0;
        while (clock.Elapsed < Length)
        {
            await Task.Delay(Look, Ct);
            (await fleet.OfflineAsync(Ct)).ShouldBeEmpty($"after {clock.Elapsed}");

            // Each customer writes about once a minute.
            for (var speaker = 0; speaker < RunningFleet.Agents / 12; speaker++)
            {
                fleet.All[turn % RunningFleet.Agents].Window.Say($"第 {turn++} 个问题，保修多久");
            }

            if (first is null && clock.Elapsed >= Length / 3)
            {
                first = Memory.Now(process);
            }
        }

        Say($"server used {(ProcessUsage.Of(process.Id).Cpu - cpu).TotalSeconds / clock.Elapsed.TotalSeconds * 100:0.0} % of a core");
        return (first!, Memory.Now(process));
    }

    private static async Task FallSilentAsync(RunningFleet fleet)
    {
        string[] gone = [.. fleet.All.Take(RunningFleet.Unlucky).Select(agent => agent.Id)];
        fleet.Cut();
        await Eventually.Holds(
            "five are offline, and nobody else", async () => (await fleet.OfflineAsync(Ct)).SequenceEqual(gone),
            OfflineAfter + TimeSpan.FromSeconds(Heartbeat));
        foreach (var agent in (await fleet.StatusAsync(Ct)).Values.Where(agent => !agent.Online))
        {
            (TimeProvider.System.GetUtcNow() - agent.LastSeenAt).ShouldBeGreaterThan(OfflineAfter);
        }

        fleet.Heal();
        await Eventually.Holds("they are back", async () => (await fleet.OfflineAsync(Ct)).Count == 0, TimeSpan.FromMinutes(2));
        Say("five fell silent, were offline, and came back");
    }

    private static string Megabytes(long bytes) => (bytes / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture);

    private static void Say(string what) => TestContext.Current.TestOutputHelper?.WriteLine(what);

    /// <summary>Bytes: what the server's process holds, and what the agents' objects take in this one.</summary>
    private sealed record Memory(long Server, long Agents)
    {
        public static Memory Now(PlatformProcess process) =>
            new(ProcessUsage.Of(process.Id, withChildren: false).Resident, GC.GetTotalMemory(forceFullCollection: true));
    }
}
