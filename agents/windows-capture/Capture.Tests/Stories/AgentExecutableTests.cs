using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Capture.Tests.Server;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Stories;

/// <summary>What only a process of its own can show: kill -9, the locks it leaves, and a limit of the operating system.</summary>
public sealed class AgentExecutableTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private FakeServer _server = null!;
    private WebApplication _simulator = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _simulator = SimulatorApp.Build(
        [
            "--Simulator:Port=0", $"--Simulator:DataFolder={Path.Combine(_folder.Path, "chats")}", $"--Simulator:Nickname={TestAgent.Nickname}",
        ]);
        await _simulator.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_account_has_one_process_and_one_that_was_killed_leaves_it_free()
    {
        await using var first = Start("first");
        await Eventually.HoldsAsync(
            () => _server.Heartbeats.Any(beat => beat["status"]!["lease"] is not null), "the first process at work, with a lease that it knows of");

        await using (var second = Start("second"))
        {
            await Eventually.HoldsAsync(() => second.HasExited, "the end of the second process");
            second.ExitCode.ShouldBe(3);
            second.Errors.ShouldContain(line => line.Contains("一个微信账号只能由一个进程处理") && line.Contains("in use by another agent process"));
        }

        await first.KillAsync();
        await using var third = Start("first");
        await Eventually.HoldsAsync(() => _server.Hellos.Count == 2, "the third process at work");
        ((string)_server.Hellos.Last()["previous_instance_id"]!).ShouldBe((string)_server.Hellos.First()["instance_id"]!);
    }

    [Fact]
    public async Task A_journal_without_room_stops_everything_but_the_heartbeat_and_nothing_is_lost_or_doubled()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("prlimit");
            return;
        }

        await using var agent = Start("agent");
        await Eventually.HoldsAsync(() => _server.Heartbeats.Any(beat => (string?)beat["status"]!["desktop"] == "ok"), "the agent at work");

        await agent.LimitFilesAsync(64);
        await SayAsync("张三", "在吗");
        await _server.DecideAsync("d1", TestAgent.ChatId("张三"), "张三", isGroup: false, "您好");
        await Eventually.HoldsAsync(
            () => _server.Heartbeats.Any(beat => (string?)beat["status"]!["desktop"] == "journal_unwritable"), "the full disk told");
        (_server.Messages.Count, _server.Deliveries.Count, _server.Questions.Count).ShouldBe((0, 0, 0));

        await agent.LimitFilesAsync(null);
        await Eventually.HoldsAsync(() => _server.Deliveries.Any(delivery => (string)delivery["outcome"]! == "verified"), "the answer typed");
        await Eventually.HoldsAsync(() => _server.Messages.Count == 1, "the message handed in");
        _server.Deliveries.ShouldAllBe(delivery => (string)delivery["outcome"]! == "verified");
        (await OwnTextsAsync("张三")).ShouldBe(["您好"]);
    }

    private AgentExecutable Start(string dataFolder) => AgentExecutable.Start(new Dictionary<string, string>
    {
        ["Agent:ServerUrl"] = _server.Url,
        ["Agent:AgentId"] = "test-agent",
        ["Agent:ApiKey"] = FakeServer.Key,
        ["Agent:DataFolder"] = Path.Combine(_folder.Path, dataFolder),
        ["Agent:Account:Nickname"] = TestAgent.Nickname,
        ["Agent:Account:LockFolder"] = _folder.Path,
        ["Agent:Scope:Include:0"] = "*",
        ["Agent:Desktop:Url"] = Url,
        ["Agent:Link:HeartbeatSeconds"] = "1",
        ["Agent:Link:LongestRetryMilliseconds"] = "1000",
    });

    private string Url => _simulator.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    private async Task SayAsync(string name, string text)
    {
        using var player = new HttpClient { BaseAddress = new Uri(Url) };
        var id = (string)(await ChatAsync(player, name))["id"]!;
        using var answer = await player.PostAsJsonAsync(
            $"/play/chats/{id}/messages", new { text, sender = (string?)null }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<List<string>> OwnTextsAsync(string name)
    {
        using var player = new HttpClient { BaseAddress = new Uri(Url) };
        return (await ChatAsync(player, name))["rows"]!.AsArray()
            .Where(row => (bool)row!["own"]!).Select(row => (string)row!["text"]!).ToList();
    }

    private static async Task<JsonNode> ChatAsync(HttpClient player, string name) =>
        (await player.GetFromJsonAsync<JsonObject>("/play/state", TestContext.Current.CancellationToken))!["chats"]!.AsArray()
        .Single(chat => (string)chat!["name"]! == name)!;
}
