using System.Globalization;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Fleet.Tests;

/// <summary>Fifty agents against one server in this process, whose clock can be put forward: three heartbeats need no 90 s.</summary>
public sealed class FleetTests : IAsyncLifetime
{
    private FleetServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await FleetServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact(Timeout = 120_000)]
    public async Task Every_heartbeat_of_fifty_agents_arrives_and_who_falls_silent_is_offline_until_he_is_back()
    {
        await using var fleet = await RunningFleet.StartAsync(_server.Address, _server.NewKeyAsync, _server.StatusAsync, heartbeatSeconds: 1, Ct);
        await Eventually.Holds("all have said twice how they are", async () =>
            (await fleet.StatusAsync(Ct)).Values.Count(agent => agent is { Online: true, Health: "ok", WxOnline: true, Heartbeats: >= 2 }) == RunningFleet.Agents, TimeSpan.FromSeconds(45));
        (await fleet.StatusAsync(Ct)).Values.ShouldAllBe(agent => agent.MemoryPercent > 0 && agent.DiskPercent > 0 && agent.AgentMemoryMb > 0
            && agent.AgentVersion != null && agent.Os != null);
        await CountsAsync(online: RunningFleet.Agents, away: 0);

        fleet.Cut();
        await LuckyBeatAsync(fleet, times: 2);
        _server.Shift(TimeSpan.FromSeconds(91));

        string[] gone = [.. fleet.All.Take(RunningFleet.Unlucky).Select(agent => agent.Id)];
        await Eventually.Holds("the silent ones are offline, and nobody else", async () =>
            await fleet.OfflineAsync(Ct) is var offline && offline.SequenceEqual(gone) ? true
            : throw new InvalidOperationException($"offline: {string.Join(' ', offline)}"));
        (await fleet.StatusAsync(Ct)).Values.Where(agent => !agent.Online)
            .ShouldAllBe(agent => agent.Health == "offline" && agent.OfflineSince == agent.LastSeenAt);
        await CountsAsync(online: RunningFleet.Agents - gone.Length, away: gone.Length);

        fleet.Heal();
        await Eventually.Holds("they are back", async () => (await fleet.OfflineAsync(Ct)).Count == 0, TimeSpan.FromSeconds(30));
        await CountsAsync(online: RunningFleet.Agents, away: 0);
        await Eventually.Holds("every heartbeat that was answered was kept", async () =>
        {
            var before = fleet.Lucky.ToDictionary(agent => agent.Id, agent => agent.Answered);
            var seen = await fleet.StatusAsync(Ct);
            return fleet.Lucky.All(agent => seen[agent.Id].Heartbeats >= before[agent.Id] && seen[agent.Id].Heartbeats <= agent.Answered + 1);
        });
        fleet.Lucky.ShouldAllBe(agent => agent.Failed == 0);
    }

    /// <summary>What the silent ones had under way when they fell silent has arrived then.</summary>
    private static async Task LuckyBeatAsync(RunningFleet fleet, int times)
    {
        var before = fleet.Lucky.ToDictionary(agent => agent.Id, agent => agent.Answered);
        await Eventually.Holds("the others go on", () => fleet.Lucky.All(agent => agent.Answered >= before[agent.Id] + times));
    }

    private Task CountsAsync(int online, int away) => Eventually.Holds(
        $"the metrics count {online} agents online and {away} away",
        async () =>
        {
            var metrics = await _server.Host.Management.GetStringAsync("/metrics", Ct);
            return Value(metrics, "online") == online && Value(metrics, "away") == away;
        });

    private static int? Value(string metrics, string state) => metrics.Split('\n')
        .Where(line => line.StartsWith("wechat_agents{", StringComparison.Ordinal) && line.Contains($"state=\"{state}\"", StringComparison.Ordinal))
        .Select(line => (int?)int.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture))
        .SingleOrDefault();
}
