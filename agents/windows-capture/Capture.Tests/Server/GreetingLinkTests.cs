using System.Text.Json.Nodes;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Server;

/// <summary>Greetings over the real link: the table, the message with its answer, and what is told when.</summary>
public sealed class GreetingLinkTests : IDisposable
{
    private const string Reply = "您好，欢迎光临！";
    private readonly TemporaryFolder _folder = new();
    private readonly SimulatedWorld _world = new(null, TimeProvider.System, TestAgent.Nickname);
    private readonly string _chat;

    public GreetingLinkTests() => _chat = _world.CreateChat("张三", null, allowSameName: false)!;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_answer_goes_up_with_its_message_in_the_form_that_was_agreed_and_before_the_gate_is_asked()
    {
        await using var server = await FakeServer.StartAsync();
        server.Greetings = Table();
        var known = -1;
        server.Gate = _ =>
        {
            known = known < 0 ? server.Messages.Count : known;
            return FakeServer.Go();
        };
        await using var agent = await StartAsync(server.Url);

        _world.Say(_chat, null, "你好！");

        await Eventually.HoldsAsync(() => server.Deliveries.Count == 1, "the outcome told");
        known.ShouldBe(1);
        var edge = server.Messages.Single()["edge_decision"]!.AsObject();
        edge.Select(member => member.Key).ShouldBe(["decision_id", "table_version", "match", "parts", "ledger_id"]);
        ((long)edge["table_version"]!, (string)edge["match"]!, (string)edge["parts"]![0]!, (string)edge["ledger_id"]!)
            .ShouldBe((7, "你好", Reply, agent.Journal.State.LedgerId));
        var delivery = server.Deliveries.Single();
        ((string)delivery["decision_id"]!, (string)delivery["outcome"]!).ShouldBe(((string)edge["decision_id"]!, "verified"));
        Own().ShouldBe([Reply]);
    }

    [Fact]
    public async Task Without_a_server_the_greeting_is_answered_and_told_of_when_it_is_back_the_message_first()
    {
        var first = await FakeServer.StartAsync();
        first.Greetings = Table();
        var port = new Uri(first.Url).Port;
        await using var agent = await StartAsync(first.Url);
        await first.DisposeAsync();

        _world.Say(_chat, null, "hello");
        await Eventually.HoldsAsync(() => Own().Count == 1, "the greeting answered");
        await Eventually.HoldsAsync(() => !agent.Journal.State.Reports.IsEmpty, "its row read back");

        await using var again = await FakeServer.StartAsync(port);
        await Eventually.HoldsAsync(() => !again.Deliveries.IsEmpty, "the outcome told");
        var delivery = again.Deliveries.First();
        again.Messages.Single()["edge_decision"]!["decision_id"]!.ToString().ShouldBe(delivery["decision_id"]!.ToString());
        (string.Join('|', Own()), again.Questions.Count).ShouldBe((Reply, 0));
    }

    [Fact]
    public async Task The_table_outlives_the_process_and_an_empty_one_ends_it()
    {
        await using var server = await FakeServer.StartAsync();
        server.Greetings = Table();
        await (await StartAsync(server.Url)).DisposeAsync();
        server.Greetings = null;
        await using (var again = await RunningAgent.StartAsync(_folder.Path, server.Url, new WorldDesktop(_world)))
        {
            again.Journal.State.Greetings!.Find("HELLO").ShouldBe(("hello", Reply));
        }

        server.Greetings = new JsonObject { ["type"] = "greetings", ["version"] = 8, ["entries"] = new JsonArray() };
        await using var last = await RunningAgent.StartAsync(_folder.Path, server.Url, new WorldDesktop(_world));
        await Eventually.HoldsAsync(() => last.Journal.State.Greetings!.Version == 8, "the empty table taken");
        last.Journal.State.Greetings!.Entries.ShouldBeEmpty();
    }

    private static JsonObject Table() => new()
    {
        ["type"] = "greetings",
        ["version"] = 7,
        ["entries"] = new JsonArray(new JsonObject { ["match"] = new JsonArray("你好", "hello"), ["reply"] = Reply }),
    };

    /// <summary>An agent that has the table, and has looked around once.</summary>
    private async Task<RunningAgent> StartAsync(string url)
    {
        var agent = await RunningAgent.StartAsync(
            _folder.Path, url, new WorldDesktop(_world), settings: ("Agent:EdgeReplies:Enabled", "true"));
        await Eventually.HoldsAsync(
            () => agent.Journal.State is { Greetings: not null, LookedAt: not null } && agent.Lease.Number is not null, "the agent ready");
        return agent;
    }

    private List<string> Own() => _world.Read((chats, _) => chats.SelectMany(chat => chat.Rows).Where(row => row.Own)
        .Select(row => row.Text).ToList());
}
