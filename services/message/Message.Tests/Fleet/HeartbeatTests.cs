using System.Text.Json;
using WeChatPlatform.Message.Tests.Service;

namespace WeChatPlatform.Message.Tests.Fleet;

/// <summary>What the console shows of an agent's PC and client.</summary>
public sealed class HeartbeatTests(MessageService service) : IClassFixture<MessageService>
{
    [Fact]
    public async Task What_a_heartbeat_says_is_shown()
    {
        var agent = service.NewAgent();

        await agent.BeatAsync(new
        {
            desktop = "ok", wx_online = true, messages_processed = 12, oldest_undelivered_seconds = 3, ambiguous_chats = 1,
            last_verified_send_at = "2026-05-04T08:00:00Z", client_version = "4.1.10.27", profile = "4.1/3", agent_version = "0.1.0", os = "Linux",
            cpu_percent = 12.5, memory_percent = 40, disk_percent = 7.5, agent_cpu_percent = 1.5, agent_memory_mb = 41, queued_messages = 2,
        });

        var status = await agent.StatusAsync();
        Texts(status, "health", "desktop", "client_version", "profile", "agent_version", "os", "last_verified_send_at")
            .ShouldBe(["ok", "ok", "4.1.10.27", "4.1/3", "0.1.0", "Linux", "2026-05-04T08:00:00+00:00"]);
        Numbers(status, "cpu_percent", "memory_percent", "disk_percent", "agent_cpu_percent", "agent_memory_mb", "messages_processed",
            "oldest_undelivered_seconds", "ambiguous_chats", "queued_messages", "heartbeats")
            .ShouldBe([12.5, 40, 7.5, 1.5, 41, 12, 3, 1, 2, 1]);
        status.GetProperty("wx_online").GetBoolean().ShouldBeTrue();
        status.GetProperty("last_heartbeat_at").GetDateTimeOffset().ShouldBe(status.GetProperty("last_seen_at").GetDateTimeOffset());
    }

    [Fact]
    public async Task An_agent_that_says_nothing_of_its_PC_is_as_welcome_as_before()
    {
        var agent = service.NewAgent();

        await agent.BeatAsync(new { desktop = "ok", queued_messages = 0, gaps = 0 });

        var status = await agent.StatusAsync();
        status.GetProperty("online").GetBoolean().ShouldBeTrue();
        status.GetProperty("health").GetString().ShouldBe("ok");
        status.TryGetProperty("cpu_percent", out _).ShouldBeFalse();
        status.TryGetProperty("client_version", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task What_the_last_heartbeat_left_out_is_not_shown_from_one_before_but_the_client_is()
    {
        var agent = service.NewAgent();
        await agent.BeatAsync(new { desktop = "ok", cpu_percent = 80, client_version = "4.1.10.27" });

        await agent.BeatAsync(new { desktop = "not_running" });

        var status = await agent.StatusAsync();
        status.TryGetProperty("cpu_percent", out _).ShouldBeFalse();
        Texts(status, "health", "client_version").ShouldBe(["not_running", "4.1.10.27"]);
        Numbers(status, "heartbeats").ShouldBe([2]);
    }

    [Fact]
    public async Task An_agent_that_went_silent_is_offline_since_its_last_sign_of_life()
    {
        var agent = service.NewAgent();
        await agent.BeatAsync(new { desktop = "ok" });
        (await agent.StatusAsync()).TryGetProperty("offline_since", out _).ShouldBeFalse();

        await service.ChangeAsync($"update agents set last_seen_at = last_seen_at - interval '91 seconds' where agent_id = {agent.Id}");

        var status = await agent.StatusAsync();
        status.GetProperty("online").GetBoolean().ShouldBeFalse();
        Texts(status, "health", "desktop").ShouldBe(["offline", "ok"]);
        status.GetProperty("offline_since").GetDateTimeOffset().ShouldBe(status.GetProperty("last_seen_at").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_hello_names_the_client_before_the_first_heartbeat()
    {
        var agent = service.NewAgent();

        await using var line = await agent.StartAsync(clientVersion: "4.1.10.28");

        // Acknowledged after the hello was noted.
        await line.ReportAsync(Guid.CreateVersion7(), "verified");
        Texts(await agent.StatusAsync(), "client_version").ShouldBe(["4.1.10.28"]);
    }

    [Fact]
    public async Task A_hello_with_a_client_that_is_no_version_is_a_hello_without_one()
    {
        var agent = service.NewAgent();

        await using var line = await agent.StartAsync(clientVersion: new string('9', 70));

        await line.ReportAsync(Guid.CreateVersion7(), "verified");
        (await agent.StatusAsync()).TryGetProperty("client_version", out _).ShouldBeFalse();
    }

    private static IEnumerable<string?> Texts(JsonElement status, params string[] names) =>
        names.Select(name => status.GetProperty(name).GetString());

    private static IEnumerable<double> Numbers(JsonElement status, params string[] names) =>
        names.Select(name => status.GetProperty(name).GetDouble());
}
