using System.Text.Json.Nodes;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Server;

/// <summary>The gate over the real socket.</summary>
public sealed class GateLinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SimulatedWorld _world = new(null, TimeProvider.System, TestAgent.Nickname);
    private readonly string _chat;

    public GateLinkTests() => _chat = _world.CreateChat("张三", null, allowSameName: false)!;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_questions_have_the_form_that_was_agreed_and_name_the_lease()
    {
        await using var server = await FakeServer.StartAsync();
        await using var agent = await StartAsync(server.Url);

        await DecideAsync(server);

        await Eventually.HoldsAsync(() => server.Deliveries.Count == 1, "the outcome told");
        server.TooEarly.ShouldBeEmpty();
        var open = server.Questions.First();
        open.Select(member => member.Key).ShouldBe(["type", "decision_id", "part", "step", "lease"]);
        ((string)open["step"]!, (long)open["lease"]!).ShouldBe(("open", server.Lease));
        var enter = server.Questions.Last();
        enter.Select(member => member.Key).ShouldBe(
            ["type", "decision_id", "part", "step", "lease", "recipient_verified_at", "typed_at"]);
        var delivery = server.Deliveries.Single();
        delivery["steps"]!.AsObject().Select(member => member.Key).ShouldBe(
            ["recipient_verified_at", "typed_at", "entered_at", "read_back_at"]);
        var times = delivery["steps"]!.AsObject().Select(member => member.Value!.GetValue<DateTimeOffset>()).ToList();
        times.ShouldBe(times.Order());
        delivery.ContainsKey("observed").ShouldBeFalse();
    }

    [Fact]
    public async Task What_the_customer_wrote_meanwhile_is_with_the_server_before_it_is_asked_for_Enter()
    {
        await using var server = await FakeServer.StartAsync();
        var known = -1;
        server.Gate = question =>
        {
            if ((string?)question["step"] == "open")
            {
                _world.Say(_chat, null, "等一下");
                return FakeServer.Go();
            }

            known = server.Messages.Count;
            return FakeServer.Refuse("superseded");
        };
        await using var agent = await StartAsync(server.Url);

        await DecideAsync(server);

        await Eventually.HoldsAsync(() => server.Deliveries.Count == 1, "the outcome told");
        known.ShouldBe(1);
        var delivery = server.Deliveries.Single();
        ((string)delivery["outcome"]!, (string)delivery["reason"]!).ShouldBe(("not_sent", "superseded"));
        Own().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_goes_away_while_it_is_asked_holds_the_answer_until_it_is_back()
    {
        await using var server = await FakeServer.StartAsync();
        var cuts = 2;
        server.Gate = question =>
        {
            if ((string?)question["step"] == "enter" && cuts-- > 0)
            {
                server.CutSocket();
                return null;
            }

            return FakeServer.Go();
        };
        await using var agent = await StartAsync(server.Url);

        await DecideAsync(server);

        await Eventually.HoldsAsync(() => server.Deliveries.Any(delivery => (string)delivery["outcome"]! == "verified"), "the answer typed");
        Own().ShouldBe(["您好"]);
        server.Hellos.Count.ShouldBeGreaterThanOrEqualTo(3);
    }

    [Theory]
    [InlineData("""{"verdict":"perhaps"}""")]
    [InlineData("""{}""")]
    [InlineData("""{"verdict":"hold","reason":"quiet_hours","ask_again_seconds":60}""")]
    public async Task Anything_but_a_go_types_nothing_and_the_heartbeat_says_why(string answer)
    {
        await using var server = await FakeServer.StartAsync();
        server.Gate = _ => JsonNode.Parse(answer)!.AsObject();
        await using var agent = await StartAsync(server.Url);

        await DecideAsync(server);

        await Eventually.HoldsAsync(
            () => server.Heartbeats.Any(beat => (string?)beat["status"]!["held_reason"] is "quiet_hours" or "not_understood"), "the reason told");
        (server.Questions.Count, Own().Count, server.Deliveries.Count).ShouldBe((1, 0, 0));
        ((long)server.Heartbeats.Last()["status"]!["lease"]!).ShouldBe(server.Lease);
    }

    private static Task DecideAsync(FakeServer server) =>
        server.DecideAsync("d1", TestAgent.ChatId("张三"), "张三", isGroup: false, "您好");

    private Task<RunningAgent> StartAsync(string url) => RunningAgent.StartAsync(
        _folder.Path, url, new WorldDesktop(_world), settings: ("Agent:Link:HeartbeatSeconds", "1"));

    private List<string> Own() => _world.Read((chats, _) => chats.SelectMany(chat => chat.Rows)
        .Where(row => row.Own).Select(row => row.Text).ToList());
}
