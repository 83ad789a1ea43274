using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Server;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Server;

public sealed class ServerLinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SimulatedWorld _world = new(null, TimeProvider.System, TestAgent.Nickname);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(202, "Accepted")]
    [InlineData(200, "Accepted")]
    [InlineData(401, "LogInAgain")]
    [InlineData(408, "TryLater")]
    [InlineData(429, "TryLater")]
    [InlineData(400, "SetAside")]
    [InlineData(422, "SetAside")]
    [InlineData(500, "TryLater")]
    [InlineData(503, "TryLater")]
    public void A_status_says_what_becomes_of_a_message(int status, string verdict) =>
        MessageUpload.Judge((System.Net.HttpStatusCode)status).ToString().ShouldBe(verdict);

    [Fact]
    public async Task Messages_arrive_in_order_through_failures_and_each_is_stored_once()
    {
        await using var server = await FakeServer.StartAsync();
        foreach (var status in new[] { 503, 500, 429, 408, 503 })
        {
            server.NextStatuses.Enqueue(status);
        }

        await using var agent = await StartAsync(server.Url);
        agent.Journal.Update(state => MessageQueue.Add(state, [Message("m1"), Message("m2"), Message("m3")], 100));

        await Eventually.HoldsAsync(() => server.Messages.Count == 3, "three messages stored");
        server.Messages.Select(message => (string)message["id"]!).ShouldBe(["m1", "m2", "m3"]);
        await Eventually.HoldsAsync(() => agent.Journal.State.Queue.IsEmpty, "an empty queue");
    }

    [Fact]
    public async Task The_wire_form_is_the_one_that_was_agreed()
    {
        await using var server = await FakeServer.StartAsync();
        await using var agent = await StartAsync(server.Url);
        const string trace = "00-11111111111111111111111111111111-2222222222222222-01";

        agent.Journal.Update(state => MessageQueue.Add(state, [Message("m1") with { Traceparent = trace }], 100));

        await Eventually.HoldsAsync(() => !server.Messages.IsEmpty, "the message stored");
        var message = server.Messages.Single();
        ((long)message["age_ms"]!).ShouldBeGreaterThan(56 * 365 * 24 * 3_600_000L);
        message.Remove("age_ms");
        message.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            .ShouldBe("""{"id":"m1","chat_id":"c_1","sender":"张三","content":"在吗","type":"text","timestamp":"1970-01-01T00:00:00+00:00","is_group":false,"is_at_me":false,"chat_name":"张三","side":"other","side_source":"tree","side_confidence":1,"sender_confidence":1,"attachment":false}""");
        
        // The same trace, and in it the upload: what the server does belongs to the try that reached it.
        var sent = server.Traceparents.ShouldHaveSingleItem();
        sent.Split('-')[1].ShouldBe(trace.Split('-')[1]);
        sent.Split('-')[2].ShouldNotBe(trace.Split('-')[2]);
    }

    [Fact]
    public async Task A_refused_message_is_set_aside_with_its_reason_and_the_next_one_goes_on()
    {
        await using var server = await FakeServer.StartAsync();
        server.NextStatuses.Enqueue(422);
        await using var agent = await StartAsync(server.Url);

        agent.Journal.Update(state => MessageQueue.Add(state, [Message("bad"), Message("good")], 100));

        await Eventually.HoldsAsync(() => server.Messages.Count == 1, "the good message stored");
        var aside = agent.Journal.State.SetAside.ShouldHaveSingleItem();
        (aside.Message.Id, aside.Status, aside.Reason).ShouldBe(("bad", 422, "because_422"));
    }

    [Fact]
    public async Task A_server_that_comes_later_gets_everything()
    {
        int port;
        await using (var first = await FakeServer.StartAsync())
        {
            port = new Uri(first.Url).Port;
        }

        await using var agent = await StartAsync($"http://127.0.0.1:{port}");
        agent.Journal.Update(state => MessageQueue.Add(state, [Message("m1"), Message("m2")], 100));
        await using var server = await FakeServer.StartAsync(port);

        await Eventually.HoldsAsync(() => server.Messages.Count == 2, "both messages stored");
        await Eventually.HoldsAsync(() => !server.Hellos.IsEmpty, "the socket open");
    }

    [Fact]
    public async Task A_token_that_is_refused_is_replaced_by_a_new_login()
    {
        await using var server = await FakeServer.StartAsync();
        server.RefusedTokens = 1;
        await using var agent = await StartAsync(server.Url);

        agent.Journal.Update(state => MessageQueue.Add(state, [Message("m1")], 100));

        await Eventually.HoldsAsync(() => server.Messages.Count == 1, "the message stored");
        server.Logins.ShouldBeGreaterThan(1);
        agent.Journal.State.SetAside.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_ends()
    {
        await using var server = await FakeServer.StartAsync();
        server.TokenSeconds = 1;
        await using var agent = await StartAsync(server.Url);

        await Eventually.HoldsAsync(
            () =>
            {
                agent.Journal.Update(state => MessageQueue.Add(state, [Message(Guid.NewGuid().ToString())], 100));
                return server.Logins >= 3;
            },
            "a third login");
        server.RefusedTokens.ShouldBe(0);
    }

    [Fact]
    public async Task An_outcome_is_told_on_every_connection_until_it_is_acknowledged()
    {
        await using var server = await FakeServer.StartAsync();
        server.Acknowledges = false;
        _world.CreateChat("张三", null, allowSameName: false);
        await using var agent = await StartAsync(server.Url);
        await server.DecideAsync("d1", TestAgent.ChatId("张三"), "张三", isGroup: false, "您好");
        await Eventually.HoldsAsync(() => server.Deliveries.Count == 1, "the delivery told");

        server.Acknowledges = true;
        server.CutSocket();

        await Eventually.HoldsAsync(() => server.Deliveries.Count >= 2, "the delivery told again");
        await Eventually.HoldsAsync(() => agent.Journal.State.Reports.IsEmpty, "the acknowledgement stored");
        server.Deliveries.ShouldAllBe(delivery => (string)delivery["outcome"]! == "verified");
        server.Hellos.Last()["open"]!.AsArray().Select(id => (string)id!).ShouldBe(["d1"]);
        Own().ShouldBe(["您好"]);
    }

    [Fact]
    public async Task A_decision_that_the_server_repeats_after_a_restart_is_typed_once()
    {
        await using var server = await FakeServer.StartAsync();
        _world.CreateChat("张三", null, allowSameName: false);
        await server.DecideAsync("d1", TestAgent.ChatId("张三"), "张三", isGroup: false, "您好", "再见");
        for (var start = 1; start <= 3; start++)
        {
            await using var agent = await StartAsync(server.Url);
            await Eventually.HoldsAsync(() => server.Hellos.Count == start && server.Deliveries.Count >= 2 * start, "both outcomes told");
        }

        Own().ShouldBe(["您好", "再见"]);
        server.Hellos.Select(hello => (string)hello["ledger_id"]!).Distinct().Count().ShouldBe(1);
        server.Deliveries.ShouldAllBe(delivery =>
            delivery["traceparent"] == null || ((string)delivery["traceparent"]!).StartsWith("00-0af7651916cd43dd8448eb211c80319c-"));
    }

    [Fact]
    public async Task Frames_that_make_no_sense_do_not_break_the_socket()
    {
        await using var server = await FakeServer.StartAsync();
        _world.CreateChat("张三", null, allowSameName: false);
        await server.DecideAsync("", TestAgent.ChatId("张三"), "张三", isGroup: false, "nonsense");
        await server.DecideAsync("d0", TestAgent.ChatId("张三"), "张三", isGroup: false);
        await server.DecideAsync("d1", TestAgent.ChatId("张三"), "张三", isGroup: false, "您好");

        await using var agent = await StartAsync(server.Url);

        await Eventually.HoldsAsync(() => server.Deliveries.Count == 1, "the good decision delivered");
        server.Hellos.Count.ShouldBe(1);
        Own().ShouldBe(["您好"]);
    }

    [Fact]
    public async Task The_heartbeat_tells_how_the_desktop_is()
    {
        await using var server = await FakeServer.StartAsync();
        _world.Faults = new WorldFaults { TreeHidden = true };
        await using var agent = await StartAsync(server.Url, ("Agent:Link:HeartbeatSeconds", "1"));

        await Eventually.HoldsAsync(
            () => server.Heartbeats.Any(beat => (string)beat["status"]!["desktop"]! == "tree_hidden"), "tree_hidden reported");
    }

    [Fact]
    public void A_chat_id_is_made_of_account_kind_and_name()
    {
        TestAgent.ChatId("张三").ShouldMatch("^c_[0-9a-f]{20}$");
        TestAgent.ChatId("张三").ShouldNotBe(TestAgent.ChatId("张三", isGroup: true));
    }

    private Task<RunningAgent> StartAsync(string url, params (string, string)[] settings) =>
        RunningAgent.StartAsync(_folder.Path, url, new WorldDesktop(_world), settings: settings);

    private List<string> Own() => _world.Read((chats, _) => chats.SelectMany(chat => chat.Rows)
        .Where(row => row.Own).Select(row => row.Text).ToList());

    private static QueuedMessage Message(string id) => new(
        id, "c_1", "张三", "张三", "在吗", DateTimeOffset.UnixEpoch, IsGroup: false, IsAtMe: false, "other", Traceparent: null);
}
