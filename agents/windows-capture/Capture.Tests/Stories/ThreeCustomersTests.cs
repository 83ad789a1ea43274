using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Capture.Tests.Server;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Stories;

/// <summary>The simulator as it runs, the agent as it runs, a server that answers every message with its own words.</summary>
public sealed class ThreeCustomersTests : IAsyncLifetime
{
    private static readonly string[] Customers = ["张三", "李四", "王小姐"];
    private readonly TemporaryFolder _folder = new();
    private WebApplication _simulator = null!;
    private HttpClient _player = null!;
    private FakeServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await StartSimulatorAsync();
        _player = Player();
        _server = await FakeServer.StartAsync();
        _server.Stored = message =>
        {
            if ((string)message["side"]! == "other" && (!(bool)message["is_group"]! || (bool)message["is_at_me"]!))
            {
                _ = _server.DecideAsync(
                    $"d-{message["id"]}", (string)message["chat_id"]!, (string)message["chat_name"]!,
                    (bool)message["is_group"]!, $"答：{message["content"]}");
            }
        };
    }

    public async ValueTask DisposeAsync()
    {
        _player.Dispose();
        await _server.DisposeAsync();
        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everybody_is_answered_once_in_the_right_chat_and_in_order(bool fourX)
    {
        using (var switched = await _player.PutAsJsonAsync("/play/faults", new { four_x = fourX }, TestContext.Current.CancellationToken))
        {
            switched.EnsureSuccessStatusCode();
        }

        await using var agent = await StartAgentAsync();
        var ids = await ChatIdsAsync();

        for (var round = 0; round < 4; round++)
        {
            foreach (var customer in Customers)
            {
                await SayAsync(ids[customer], round == 2 ? "好的" : $"{customer}的第{round}问");
            }

            await SayAsync(ids["充电桩业主群"], $"@{TestAgent.Nickname}\u2005群里第{round}问", "赵大海");
            await SayAsync(ids["充电桩业主群"], "大家闲聊", "钱小雨");
        }

        await Eventually.HoldsAsync(() => _server.Deliveries.Count == 16, "16 outcomes told");
        _server.Deliveries.ShouldAllBe(delivery => (string)delivery["outcome"]! == "verified");
        _server.Messages.Count.ShouldBe(20);
        _server.Messages.Count(message => (string)message["side"]! == "own").ShouldBe(0);
        foreach (var customer in Customers)
        {
            (await OwnTextsAsync(customer)).ShouldBe(
                Enumerable.Range(0, 4).Select(round => round == 2 ? "答：好的" : $"答：{customer}的第{round}问"));
        }

        (await OwnTextsAsync("充电桩业主群")).ShouldBe(Enumerable.Range(0, 4).Select(round => $"答：群里第{round}问"));
        await Eventually.HoldsAsync(() => agent.Journal.State.Reports.IsEmpty, "everything acknowledged");
    }

    [Fact]
    public async Task A_simulator_and_an_agent_that_are_restarted_go_on_where_they_were()
    {
        var ids = await ChatIdsAsync();
        await using (await StartAgentAsync())
        {
            await SayAsync(ids["张三"], "第一问");
            await Eventually.HoldsAsync(() => _server.Deliveries.Count == 1, "the first answer");
        }

        await _simulator.DisposeAsync();
        _simulator = await StartSimulatorAsync();
        _player.Dispose();
        _player = Player();
        await SayAsync(ids["张三"], "第一问");
        await using var agent = await StartAgentAsync();

        await Eventually.HoldsAsync(
            () => _server.Deliveries.Select(delivery => (string)delivery["decision_id"]!).Distinct().Count() == 2, "the second answer");
        (await OwnTextsAsync("张三")).ShouldBe(["答：第一问", "答：第一问"]);
        agent.Journal.State.Gaps.ShouldBe(0);
    }

    [Fact]
    public async Task A_question_is_answered_within_three_seconds_at_the_default_pace()
    {
        await using var agent = await StartAgentAsync(
            ("Agent:Poll:ActiveMilliseconds", "300"), ("Agent:Poll:IdleMilliseconds", "600"),
            ("Agent:Poll:SettleMilliseconds", "60"), ("Agent:Pace:MinMilliseconds", "200"), ("Agent:Pace:MaxMilliseconds", "400"));
        var ids = await ChatIdsAsync();
        await Eventually.HoldsAsync(() => !_server.Hellos.IsEmpty && agent.Health.DesktopState == "ok", "the agent at work");

        var started = TimeProvider.System.GetTimestamp();
        await SayAsync(ids["张三"], "在吗");
        await Eventually.HoldsAsync(() => _server.Deliveries.Count == 1, "the answer");

        // At most 600 ms until it is seen, twice 60 to settle and 400 of pause; the rest is for a busy machine.
        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(3));
    }

    private async Task<WebApplication> StartSimulatorAsync()
    {
        var app = SimulatorApp.Build(
        [
            "--Simulator:Port=0", $"--Simulator:DataFolder={Path.Combine(_folder.Path, "chats")}",
            $"--Simulator:Nickname={TestAgent.Nickname}",
        ]);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private string Url => _simulator.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    private HttpClient Player() => new() { BaseAddress = new Uri(Url) };

    private Task<RunningAgent> StartAgentAsync(params (string, string)[] settings) => RunningAgent.StartAsync(
        Path.Combine(_folder.Path, "agent"), _server.Url, desktopUrl: Url, settings: settings);

    private async Task<JsonArray> ChatsAsync() =>
        (await _player.GetFromJsonAsync<JsonObject>("/play/state", TestContext.Current.CancellationToken))!["chats"]!.AsArray();

    private async Task<Dictionary<string, string>> ChatIdsAsync() =>
        (await ChatsAsync()).ToDictionary(chat => (string)chat!["name"]!, chat => (string)chat!["id"]!);

    private async Task<List<string>> OwnTextsAsync(string name) => (await ChatsAsync())
        .Single(chat => (string)chat!["name"]! == name)!["rows"]!.AsArray()
        .Where(row => (bool)row!["own"]!).Select(row => (string)row!["text"]!).ToList();

    private async Task SayAsync(string chatId, string text, string? sender = null)
    {
        using var answer = await _player.PostAsJsonAsync(
            $"/play/chats/{chatId}/messages", new { text, sender }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
