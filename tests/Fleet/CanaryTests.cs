using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Capture.Reporting;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Fleet.Tests;

/// <summary>A WeChat that was updated, from its window to the gate and back: the simulator plays the new version.</summary>
public sealed class CanaryTests : IAsyncLifetime
{
    private const string Customer = "张三";
    private const string Version = "4.1.99.1";
    private readonly string _folder = Directory.CreateTempSubdirectory("canary-").FullName;
    private readonly PlatformProcess _simulator;
    private readonly Uri _desktop = new ProcessPorts().Take();
    private readonly Players _players;
    private FleetServer _server = null!;

    public CanaryTests()
    {
        _players = new Players(_desktop);
        _simulator = new PlatformProcess(
            "simulator", "Simulator",
            new Dictionary<string, string>
            {
                ["Simulator__Port"] = $"{_desktop.Port}",
                ["Simulator__DataFolder"] = Path.Combine(_folder, "desktop"),
                ["Simulator__ClientVersion"] = Version,
            },
            async (_, ct) =>
            {
                await _players.LookAsync(ct);
                return true;
            });
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _simulator.Start();
        _server = await FleetServer.StartAsync(("Message:HoldNewClientVersions", "true"), ("Message:GateAskAgainSeconds", "1"));
        await _simulator.BecomesReadyAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _simulator.DisposeAsync();
        _players.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_new_version_types_nothing_until_a_self_check_with_a_test_send_has_passed()
    {
        await using var agent = await FleetAgent.StartAsync(
            "pc-1", await _server.NewKeyAsync("pc-1"), _server.Address, _folder, heartbeatSeconds: 1, Ct, _desktop);
        await Eventually.Holds("the version is known", async () => (await StatusAsync()).GetProperty("client_version").GetString() == Version);
        await _players.SayAsync(Customer, member: null, "我要人工", Ct);
        await Eventually.Holds(
            "the answer is held", async () => (await StatusAsync()).TryGetProperty("held_reason", out var held) && held.GetString() == "client_version_held");
        (await TypedAsync()).ShouldBeEmpty();

        var checks = agent.Services.GetRequiredService<SelfCheckReports>();
        checks.Report(new SelfCheck(Version, Profile: null, Passed: true, SendTested: true, [new SelectorCheck("input", Found: true)]));

        await Eventually.Holds("the answer is typed", async () => (await TypedAsync()).Count == 1, TimeSpan.FromSeconds(20));
        await Eventually.Holds("its read-back is told", async () => (await StatusAsync()).TryGetProperty("last_verified_send_at", out _));
    }

    [Fact(Timeout = 120_000)]
    public async Task The_agent_checks_the_window_by_itself_after_its_start_and_the_fleet_shows_it()
    {
        await using var agent = new PlatformProcess(
            "agent", "Capture.Agent", AgentSettings(await _server.NewKeyAsync("pc-1")), (process, _) => Task.FromResult(process.IsRunning));
        agent.Start();

        await Eventually.Holds("the check is there", async () => await ChecksAsync() is [var check]
            && check.GetProperty("agent_id").GetString() == "pc-1" && check.GetProperty("passed").GetBoolean());

        // Its heartbeat, which counts it, may come after the check.
        await Eventually.Holds(
            "the agent is counted", async () => await VersionAsync() is { } counted && counted.GetProperty("agents").GetInt32() == 1);

        // Nobody sent anything: what was read well is shown, and holds the version no less.
        (await ChecksAsync()).ShouldHaveSingleItem().GetProperty("send_tested").GetBoolean().ShouldBeFalse();
        (await VersionAsync())!.Value.GetProperty("held").GetBoolean().ShouldBeTrue();
    }

    private Dictionary<string, string> AgentSettings(string key) => new()
    {
        ["Agent__ServerUrl"] = _server.Address.ToString(),
        ["Agent__AgentId"] = "pc-1",
        ["Agent__ApiKey"] = key,
        ["Agent__DataFolder"] = Path.Combine(_folder, "agent"),
        ["Agent__Account__Nickname"] = "客服小微",
        ["Agent__Account__LockFolder"] = Path.Combine(_folder, "locks"),
        ["Agent__Scope__Include__0"] = "*",
        ["Agent__Desktop__Kind"] = "simulated",
        ["Agent__Desktop__Url"] = _desktop.ToString(),
    };

    private async Task<JsonElement[]> ChecksAsync() =>
        await VersionAsync() is { } version ? [.. version.GetProperty("checks").EnumerateArray()] : [];

    private async Task<JsonElement?> VersionAsync()
    {
        var seen = await _server.Host.Viewer.GetFromJsonAsync<JsonElement>("/api/v1/agents/versions", Ct);
        return seen.GetProperty("versions").EnumerateArray()
            .Where(version => version.GetProperty("client_version").GetString() == Version)
            .Select(version => (JsonElement?)version).SingleOrDefault();
    }

    private async Task<IReadOnlyList<WorldRow>> TypedAsync() => (await _players.LookAsync(Ct)).Chat(Customer).Typed;

    private async Task<JsonElement> StatusAsync() => (await _server.StatusAsync(Ct)).GetProperty("agents").EnumerateArray().Single();
}
