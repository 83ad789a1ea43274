using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>Leases are short, so that what outlives them can be waited for.</summary>
public sealed class ShortLeases : MessageService
{
    protected override IReadOnlyList<(string Key, string Value)> Settings => [("Message:LeaseSeconds", "5")];
}

/// <summary>One process has an account; a second one is shown out, a dead one's lease is taken over.</summary>
public sealed class LeaseTests(ShortLeases service) : IClassFixture<ShortLeases>
{
    private const WebSocketCloseStatus LeaseHeld = (WebSocketCloseStatus)4409;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_that_gets_the_account_is_welcomed_with_its_number()
    {
        var agent = service.NewAgent();
        await using var line = await agent.KnockAsync("process-1");

        var welcome = await line.WelcomeAsync();

        (welcome.Lease, welcome.LeaseSeconds).ShouldBe((1, 5));
        (await StatusAsync(agent)).GetProperty("lease").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task A_second_process_is_shown_out_and_the_first_goes_on()
    {
        var agent = service.NewAgent();
        await using var first = await agent.StartAsync("process-1");

        await using var second = await agent.KnockAsync("process-2", "ledger-2");

        await second.EndedAsync();
        (second.Closed, second.ClosedBecause).ShouldBe((LeaseHeld, "lease_held"));
        await agent.SayAsync("保修多久");
        (await first.AskGateAsync((await first.DecisionAsync()).DecisionId)).Verdict.ShouldBe("go");
    }

    [Fact]
    public async Task The_same_process_comes_back_under_its_number()
    {
        var agent = service.NewAgent();
        await using var older = await agent.StartAsync("process-1");

        await using var newer = await agent.StartAsync("process-1");

        newer.Lease.ShouldBe(1);
        await older.EndedAsync();
        await agent.SayAsync("保修多久");
        (await newer.AskGateAsync((await newer.DecisionAsync()).DecisionId)).Verdict.ShouldBe("go");
    }

    [Fact]
    public async Task A_process_that_is_gone_leaves_the_account_to_the_next_one_at_a_higher_number()
    {
        var agent = service.NewAgent();
        await using (await agent.StartAsync("process-1"))
        {
        }

        await using var next = await agent.StartAsync("process-2");

        next.Lease.ShouldBe(2);
    }

    [Fact]
    public async Task A_lease_that_nobody_renews_is_waited_for_and_taken_over()
    {
        var agent = service.NewAgent();
        using var beat = await BeatAsync(agent, lease: null);
        await service.ChangeAsync(
            $"update agents set lease = 7, instance_id = 'killed', lease_until = now() + interval '2 seconds' where agent_id = {agent.Id}");

        await using var next = await agent.StartAsync("process-2");

        next.Lease.ShouldBe(8);
    }

    [Fact]
    public async Task A_lease_that_ends_while_it_is_asked_for_is_taken_over()
    {
        var agent = service.NewAgent();
        using var beat = await BeatAsync(agent, lease: null);
        await service.ChangeAsync(
            $"update agents set lease = 7, instance_id = 'killed', lease_until = now() + interval '3 seconds' where agent_id = {agent.Id}");

        await using var next = await agent.KnockAsync("process-2");
        await Task.Delay(TimeSpan.FromMilliseconds(300), Ct);

        // The second look waits for this row: it asks while the lease runs, and is answered when it has ended.
        await service.ChangeAsync(
            $"""
            with kept as materialized (select agent_id from agents where agent_id = {agent.Id} for update),
                 waited as materialized (select agent_id, pg_sleep(3.2) from kept)
            update agents set last_seen_at = now() from waited where agents.agent_id = waited.agent_id
            """);
        await next.WelcomeAsync();

        next.Lease.ShouldBe(8);
    }

    [Fact]
    public async Task A_lease_that_is_renewed_elsewhere_is_held()
    {
        var agent = service.NewAgent();
        using var beat = await BeatAsync(agent, lease: null);
        await service.ChangeAsync(
            $"update agents set lease = 7, instance_id = 'elsewhere', lease_until = now() + interval '4 seconds' where agent_id = {agent.Id}");

        await using var next = await agent.KnockAsync("process-2");
        var ended = next.EndedAsync();
        while (!ended.IsCompleted)
        {
            using var renewal = await BeatAsync(agent, lease: 7);
            await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMilliseconds(100), Ct));
        }

        await ended;
        next.Closed.ShouldBe(LeaseHeld);
    }

    [Fact]
    public async Task A_heartbeat_under_an_older_number_renews_nothing()
    {
        var agent = service.NewAgent();
        using var beat = await BeatAsync(agent, lease: null);
        await service.ChangeAsync(
            $"update agents set lease = 7, instance_id = 'elsewhere', lease_until = now() - interval '1 second' where agent_id = {agent.Id}");

        using var older = await BeatAsync(agent, lease: 6);
        (await StatusAsync(agent)).TryGetProperty("lease", out _).ShouldBeFalse();

        using var current = await BeatAsync(agent, lease: 7);
        (await StatusAsync(agent)).GetProperty("lease").GetInt64().ShouldBe(7);
    }

    [Fact]
    public async Task A_process_that_lost_its_lease_takes_nothing_any_more_and_is_shown_out()
    {
        var agent = service.NewAgent();
        await using var fenced = await agent.StartAsync("process-1");
        await service.ChangeAsync($"update agents set lease = 2, instance_id = 'process-2' where agent_id = {agent.Id}");

        await agent.SayAsync("保修多久");

        await fenced.EndedAsync();
        fenced.Closed.ShouldBe(LeaseHeld);
        (await agent.ConversationAsync(seen => seen.Decisions.Count == 1)).Only.DeliveryState.ShouldBe("waiting");
    }

    [Fact]
    public async Task A_lease_lives_as_long_as_its_connection()
    {
        var agent = service.NewAgent();
        await using var line = await agent.StartAsync();
        var first = (await StatusAsync(agent)).GetProperty("lease_until").GetDateTimeOffset();

        await Eventually.Holds(
            "the lease is renewed", async () => (await StatusAsync(agent)).GetProperty("lease_until").GetDateTimeOffset() > first);
    }

    [Fact]
    public async Task An_agent_that_knows_nothing_of_leases_is_let_in_while_nobody_has_one()
    {
        var agent = service.NewAgent();
        await using (var line = await agent.ConnectAsync())
        {
            await agent.SayAsync("保修多久");
            await line.ReportAsync((await line.DecisionAsync()).DecisionId, "verified");
        }

        await using var holder = await agent.StartAsync();
        await using var old = await agent.ConnectAsync();

        await old.EndedAsync();
        old.Closed.ShouldBe(LeaseHeld);
    }

    [Fact]
    public async Task A_process_without_a_usable_name_is_shown_out()
    {
        var agent = service.NewAgent();

        await using var line = await agent.KnockAsync(new string('x', 101));

        await line.EndedAsync();
        line.Closed.ShouldBe(WebSocketCloseStatus.PolicyViolation);
    }

    [Fact]
    public async Task A_heartbeat_tells_what_is_shown_of_the_agent()
    {
        var agent = service.NewAgent();
        using var beat = await agent.Http.PostAsJsonAsync(
            "/api/v1/heartbeat",
            new { status = new { gaps = 2, journal_set_aside = 1, excluded_chats = 3, held_reason = "quiet_hours" } }, Ct);
        using var stopped = await service.OperateAsync($"agents/{agent.Id}/stop", new { reason = "盘点" });

        var status = await StatusAsync(agent);
        status.ShouldSatisfyAllConditions(
            s => s.GetProperty("gaps").GetInt64().ShouldBe(2), s => s.GetProperty("journal_set_aside").GetInt32().ShouldBe(1),
            s => s.GetProperty("excluded_chats").GetInt32().ShouldBe(3), s => s.GetProperty("held_reason").GetString().ShouldBe("quiet_hours"),
            s => s.GetProperty("stopped").GetBoolean().ShouldBeTrue(), s => s.GetProperty("stop_reason").GetString().ShouldBe("盘点"));
        using var free = await BeatAsync(agent, lease: null);
        (await StatusAsync(agent)).TryGetProperty("held_reason", out _).ShouldBeFalse();
    }

    private static Task<HttpResponseMessage> BeatAsync(AgentClient agent, long? lease) =>
        agent.Http.PostAsJsonAsync("/api/v1/heartbeat", new { status = new { lease } }, Ct);

    private async Task<JsonElement> StatusAsync(AgentClient agent) =>
        (await service.Host.Viewer.GetFromJsonAsync<JsonElement>("/api/v1/agents/status", Ct)).GetProperty("agents").EnumerateArray()
            .Single(one => one.GetProperty("agent_id").GetString() == agent.Id);
}
