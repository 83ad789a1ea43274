using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Capture.Reporting;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Server;

/// <summary>What the agent tells the server of itself.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SimulatedWorld _world = new(null, TimeProvider.System, TestAgent.Nickname);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_heartbeat_has_every_member_that_was_agreed()
    {
        await using var server = await FakeServer.StartAsync();
        await using var agent = await StartAsync(server.Url);
        agent.Health.Client = new ClientIdentity("4.1.10.27", "4.1/3");

        await Eventually.HoldsAsync(
            () => server.Heartbeats.Any(beat => (string?)beat["status"]!["client_version"] == "4.1.10.27" && (bool)beat["status"]!["wx_online"]!),
            "the client told at once");

        var status = server.Heartbeats.Last()["status"]!.AsObject();
        status.Select(member => member.Key).ShouldBe(
            [
                "desktop", "queued_messages", "refused_messages", "gaps", "open_decisions", "messages_captured", "parts_verified", "parts_not_sent",
                "parts_unknown", "lease", "journal_set_aside", "held_reason", "open_gaps", "excluded_chats", "ambiguous_chats", "wx_online",
                "messages_processed", "oldest_undelivered_seconds", "last_verified_send_at", "client_version", "profile", "agent_version", "os",
                "cpu_percent", "memory_percent", "disk_percent", "agent_cpu_percent", "agent_memory_mb",
            ],
            ignoreOrder: true);
        ((string)status["profile"]!).ShouldBe("4.1/3");
        ((string)status["agent_version"]!).ShouldMatch(@"^\d+\.\d+\.\d+");
        status["oldest_undelivered_seconds"].ShouldBeNull();
    }

    [Fact]
    public async Task What_was_sent_and_seen_is_told_with_its_time()
    {
        await using var server = await FakeServer.StartAsync();
        _world.CreateChat("张三", null, allowSameName: false);
        await server.DecideAsync("d1", TestAgent.ChatId("张三"), "张三", isGroup: false, "您好");
        await using var agent = await StartAsync(server.Url, ("Agent:Link:HeartbeatSeconds", "1"));

        await Eventually.HoldsAsync(() => server.Heartbeats.Any(beat => beat["status"]!["last_verified_send_at"] is not null), "the last send told");

        ((long)server.Heartbeats.Last()["status"]!["messages_processed"]!).ShouldBe(1);
    }

    [Fact]
    public async Task A_client_that_is_known_before_the_connection_is_in_the_hello()
    {
        await using var server = await FakeServer.StartAsync();
        await using var agent = await StartAsync(server.Url);
        agent.Health.Client = new ClientIdentity("4.1.10.27");
        await Eventually.HoldsAsync(() => !server.Hellos.IsEmpty, "a connection");
        server.CutSocket();

        await Eventually.HoldsAsync(
            () => server.Hellos.Any(hello => (string?)hello["client_version"] == "4.1.10.27"), "the client in a hello");
    }

    [Fact]
    public async Task Each_question_to_the_gate_names_the_client_and_none_is_named_that_is_not_known()
    {
        await using var server = await FakeServer.StartAsync();
        _world.CreateChat("张三", null, allowSameName: false);
        await using var agent = await StartAsync(server.Url);
        await server.DecideAsync("d1", TestAgent.ChatId("张三"), "张三", isGroup: false, "您好");
        await Eventually.HoldsAsync(() => server.Deliveries.Count == 1, "the first answer");
        server.Questions.ShouldAllBe(question => !question.ContainsKey("client_version"));
        server.Questions.Clear();

        agent.Health.Client = new ClientIdentity("4.1.10.28");
        await server.DecideAsync("d2", TestAgent.ChatId("张三"), "张三", isGroup: false, "再见");

        await Eventually.HoldsAsync(() => server.Deliveries.Count == 2, "the second answer");
        server.Questions.Count.ShouldBe(2);
        server.Questions.ShouldAllBe(question => (string?)question["client_version"] == "4.1.10.28");
    }

    [Fact]
    public async Task The_simulated_desktop_tells_which_client_it_plays()
    {
        await using var simulator = SimulatorApp.Build(
            ["--Simulator:Port=0", $"--Simulator:DataFolder={_folder.Path}/simulator", "--Simulator:ClientVersion=4.1.9.1"]);
        await simulator.StartAsync(TestContext.Current.CancellationToken);
        var url = simulator.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        await using var server = await FakeServer.StartAsync();
        await using var agent = await RunningAgent.StartAsync(_folder.Path + "/agent", server.Url, desktopUrl: url);
        await Eventually.HoldsAsync(() => agent.Health.Client.Version == "4.1.9.1", "the version read");

        simulator.Services.GetRequiredService<SimulatedWorld>().Faults = new WorldFaults();

        await Eventually.HoldsAsync(() => agent.Health.Client == ClientIdentity.Unknown, "a client that tells none");
    }

    [Fact]
    public async Task Errors_and_checks_that_happened_while_the_server_was_away_are_told_when_it_is_back()
    {
        int port;
        await using (var first = await FakeServer.StartAsync())
        {
            port = new Uri(first.Url).Port;
        }

        await using var agent = await StartAsync($"http://127.0.0.1:{port}");
        agent.Errors.Report("selector_drift", "界面变了 / the window changed", "input");
        agent.Errors.Report("logged_out", "m");
        agent.Checks.Report(new SelfCheck("4.1.10.27", "4.1/3", Passed: true, SendTested: true, [new SelectorCheck("input", Found: true)]));
        await using var server = await FakeServer.StartAsync(port);

        await Eventually.HoldsAsync(() => server.Errors.Count == 2 && server.SelfChecks.Count == 1, "two errors and a check");
        var error = server.Errors.First();
        ((string)error["agent_id"]!, (string)error["code"]!, (string)error["detail"]!).ShouldBe(("test-agent", "selector_drift", "input"));
        Guid.TryParse((string)error["error_id"]!, out _).ShouldBeTrue();
        server.Errors.Last().ContainsKey("detail").ShouldBeFalse();
        var check = server.SelfChecks.Single();
        ((string)check["client_version"]!, (bool)check["passed"]!, (bool)check["send_tested"]!).ShouldBe(("4.1.10.27", true, true));
        check["selectors"]!.ToJsonString().ShouldBe("""[{"name":"input","found":true}]""");
    }

    [Theory]
    [InlineData("text/html; charset=gbk", "<html>")]
    [InlineData("application/json", """{"access_token":"a\nb","expires_in":60}""")]
    [InlineData("application/json", """{"access_token":null,"expires_in":60}""")]
    public async Task Whoever_answers_the_login_in_the_servers_place_does_not_end_the_agent(string type, string body)
    {
        await using var server = await FakeServer.StartAsync();
        for (var login = 0; login < 6; login++)
        {
            server.NextLogins.Enqueue(Results.Bytes(System.Text.Encoding.ASCII.GetBytes(body), type));
        }

        await using var agent = await StartAsync(server.Url, ("Agent:Link:HeartbeatSeconds", "1"));

        await Eventually.HoldsAsync(() => !server.Heartbeats.IsEmpty, "a heartbeat after all");
        agent.IsEnding.ShouldBeFalse();
    }

    [Fact]
    public async Task A_report_that_the_server_will_never_take_holds_up_no_other()
    {
        await using var server = await FakeServer.StartAsync();
        foreach (var status in new[] { 404, 503 })
        {
            server.NextReportStatuses.Enqueue(status);
        }

        await using var agent = await StartAsync(server.Url);
        agent.Errors.Report("selector_drift", "m");
        agent.Errors.Report("logged_out", "m");

        await Eventually.HoldsAsync(() => server.Errors.Count == 1, "the second error");
        ((string)server.Errors.Single()["code"]!).ShouldBe("logged_out");
    }

    private Task<RunningAgent> StartAsync(string url, params (string, string)[] settings) =>
        RunningAgent.StartAsync(_folder.Path, url, new WorldDesktop(_world), settings: settings);
}
