using System.Net;
using System.Net.Http.Json;
using WeChatPlatform.Message.Tests.Service;

namespace WeChatPlatform.Message.Tests.Fleet;

/// <summary>New client versions are held until one machine proved that they can be driven; people hold and release any.</summary>
public sealed class ClientVersionTests(ClientVersionTests.Holding service) : IClassFixture<ClientVersionTests.Holding>
{
    private const string Canary = "canary-1";
    private static int versions;

    private static readonly GateWord Held = new("hold", "client_version_held", 15);
    private static readonly GateWord Go = new("go", null, null);

    private readonly string version = $"4.1.{Interlocked.Increment(ref versions)}";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_version_that_nobody_had_before_is_held_and_shown()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync(clientVersion: version);

        (await line.AskGateAsync(await AskedAsync(agent, line))).ShouldBe(Held);

        var seen = await VersionAsync();
        (seen.Agents, seen.Online, seen.Held, seen.HeldBecause, seen.Passed).ShouldBe((1, 1, true, "new", false));
    }

    [Fact]
    public async Task The_gate_knows_a_client_that_was_replaced_while_the_agent_ran()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var decision = await AskedAsync(agent, line);
        await ReleaseAsync(service.NewAgent(), version);
        (await line.AskGateAsync(decision, clientVersion: version)).ShouldBe(Go);

        (await line.AskGateAsync(decision, clientVersion: $"{version}.new")).ShouldBe(Held);
    }

    [Fact]
    public async Task A_self_check_with_a_test_send_on_one_machine_lets_it_go_on_all()
    {
        var (first, second) = (service.NewAgent(), service.NewAgent());
        await using var line = await second.StartAsync(clientVersion: version);
        var decision = await AskedAsync(second, line);
        await CheckAsync(first, passed: true, sendTested: false);
        (await line.AskGateAsync(decision)).ShouldBe(Held);
        await CheckAsync(first, passed: false, sendTested: true);
        (await line.AskGateAsync(decision)).ShouldBe(Held);

        await CheckAsync(first, passed: true, sendTested: true);

        (await line.AskGateAsync(decision)).ShouldBe(Go);
        var seen = await VersionAsync();
        (seen.Held, seen.Passed, seen.PassedBy, seen.PassedHow).ShouldBe((false, true, first.Id, "self_check"));
    }

    [Fact]
    public async Task A_canary_sends_with_it_and_what_it_sent_lets_it_go()
    {
        var (canary, other) = (service.Named(Canary), service.NewAgent());
        await using var line = await canary.StartAsync(clientVersion: version);
        await using var waiting = await other.StartAsync(clientVersion: version);
        var (sent, held) = (await AskedAsync(canary, line), await AskedAsync(other, waiting));
        (await line.AskGateAsync(sent)).ShouldBe(Go);
        (await waiting.AskGateAsync(held)).ShouldBe(Held);

        await line.ReportAsync(sent, "verified");

        (await waiting.AskGateAsync(held)).ShouldBe(Go);
        var seen = await VersionAsync();
        (seen.Held, seen.PassedBy, seen.PassedHow).ShouldBe((false, Canary, "verified_send"));
    }

    [Fact]
    public async Task What_nobody_knows_to_be_sent_lets_nothing_go()
    {
        var canary = service.Named(Canary);
        await using var line = await canary.StartAsync(clientVersion: version);
        var sent = await AskedAsync(canary, line);
        await line.AskGateAsync(sent);

        await line.ReportAsync(sent, "unknown", reason: "not_seen");

        (await VersionAsync()).Held.ShouldBeTrue();
    }

    [Fact]
    public async Task An_operator_releases_it()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync(clientVersion: version);
        var decision = await AskedAsync(agent, line);
        await line.AskGateAsync(decision);

        using var answer = await service.OperateAsync($"agents/versions/{version}/release");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await line.AskGateAsync(decision)).ShouldBe(Go);
        var seen = await VersionAsync();
        (seen.Held, seen.Passed, seen.ReleasedBy).ShouldBe((false, false, "operator"));
    }

    [Fact]
    public async Task What_a_person_holds_no_check_lets_go()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync(clientVersion: version);
        var decision = await AskedAsync(agent, line);
        await CheckAsync(agent, passed: true, sendTested: true);

        using var held = await service.OperateAsync($"agents/versions/{version}/hold", new { reason = "漏发 / loses messages" });
        await CheckAsync(agent, passed: true, sendTested: true);

        (await line.AskGateAsync(decision)).ShouldBe(Held);
        var seen = await VersionAsync();
        (seen.Held, seen.HeldBecause, seen.HeldBy, seen.HoldReason).ShouldBe((true, "operator", "operator", "漏发 / loses messages"));
        using var released = await service.OperateAsync($"agents/versions/{version}/release");
        (await line.AskGateAsync(decision)).ShouldBe(Go);
    }

    [Fact]
    public async Task A_version_may_be_held_before_anybody_has_it()
    {
        using var held = await service.OperateAsync($"agents/versions/{version}/hold");
        held.StatusCode.ShouldBe(HttpStatusCode.OK);
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync(clientVersion: version);

        (await line.AskGateAsync(await AskedAsync(agent, line))).ShouldBe(Held);
    }

    [Fact]
    public async Task An_agent_that_names_no_version_is_not_held()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();

        (await line.AskGateAsync(await AskedAsync(agent, line))).ShouldBe(Go);
    }

    [Fact]
    public async Task Versions_that_came_before_new_ones_were_held_go_on()
    {
        var agent = service.NewAgent();
        await agent.BeatAsync(new { client_version = version });

        // As it is written while the setting is off.
        await service.ChangeAsync($"update client_versions set on_trial = false where name = {version}");

        await using var line = await agent.StartAsync(clientVersion: version);
        (await line.AskGateAsync(await AskedAsync(agent, line))).ShouldBe(Go);
        (await VersionAsync()).Held.ShouldBeFalse();
    }

    [Fact]
    public async Task The_check_of_each_machine_is_shown_with_what_it_missed()
    {
        var agent = service.NewAgent();
        await CheckAsync(agent, passed: true, sendTested: true);

        await CheckAsync(agent, passed: false, sendTested: false, missing: "input");

        var check = (await VersionAsync()).Checks.ShouldHaveSingleItem();
        (check.AgentId, check.Passed, check.SendTested, check.Selectors, check.Profile).ShouldBe((agent.Id, false, false, 2, "4.1/3"));
        check.Missing.ShouldBe(["input"]);
    }

    [Theory]
    [InlineData("""{"passed": true, "send_tested": true}""")]
    [InlineData("""{"client_version": "4.1 beta", "passed": true, "send_tested": true}""")]
    [InlineData("""{"client_version": "4.1", "send_tested": true}""")]
    [InlineData("""{"client_version": "4.1", "passed": true}""")]
    [InlineData("""{"client_version": "4.1", "passed": true, "send_tested": true, "selectors": [null]}""")]
    [InlineData("""{"client_version": "4.1", "passed": true, "send_tested": true, "selectors": [{"name": "", "found": true}]}""")]
    [InlineData("""{"client_version": "4.1", "passed": true, "send_tested": true, "profile": "4.1\u0000"}""")]
    public async Task A_check_that_is_not_understood_is_refused(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var answer = await service.NewAgent().Http.PostAsync("/api/v1/agents/self-checks", content, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.TitleAsync()).ShouldBe("invalid_self_check");
    }

    [Fact]
    public async Task What_is_no_version_is_not_held()
    {
        using var answer = await service.OperateAsync("agents/versions/4.1%20beta/hold");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.TitleAsync()).ShouldBe("invalid_hold");
    }

    [Fact]
    public async Task What_nobody_has_is_not_released()
    {
        using var answer = await service.OperateAsync("agents/versions/9.9.9.9/release");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.TitleAsync()).ShouldBe("version_not_found");
    }

    private static async Task<Guid> AskedAsync(AgentClient agent, AgentLine line)
    {
        await agent.SayAsync("保修多久", chat: $"客户 {Guid.NewGuid():N}");
        return (await line.DecisionAsync()).DecisionId;
    }

    private async Task ReleaseAsync(AgentClient agent, string name)
    {
        await agent.BeatAsync(new { client_version = name });
        using var answer = await service.OperateAsync($"agents/versions/{name}/release");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task CheckAsync(AgentClient agent, bool passed, bool sendTested, string? missing = null)
    {
        using var answer = await agent.Http.PostAsJsonAsync(
            "/api/v1/agents/self-checks",
            new
            {
                client_version = version, profile = "4.1/3", agent_version = "0.1.0", passed, send_tested = sendTested,
                selectors = new[] { new { name = "session_list", found = true }, new { name = missing ?? "input", found = missing is null } },
                at = DateTimeOffset.UtcNow,
            },
            Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private async Task<VersionView> VersionAsync() =>
        (await service.Host.Viewer.GetFromJsonAsync<VersionList>("/api/v1/agents/versions", Wire.Json, Ct))!
            .Versions.Single(one => one.ClientVersion == version);

    public sealed class Holding : MessageService
    {
        protected override IReadOnlyList<(string Key, string Value)> Settings =>
            [("Message:HoldNewClientVersions", "true"), ("Message:CanaryAgents:0", Canary)];
    }

    private sealed record VersionList(List<VersionView> Versions);

    private sealed record VersionView(
        string ClientVersion, int Agents, int Online, bool Passed, string? PassedBy, string? PassedHow, bool Held, string? HeldBecause,
        string? HeldBy, string? HoldReason, string? ReleasedBy, List<CheckView> Checks);

    private sealed record CheckView(string AgentId, bool Passed, bool SendTested, int Selectors, List<string> Missing, string? Profile);
}
