using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Server;

/// <summary>One process an account, as the server tells it.</summary>
public sealed class LeaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SimulatedWorld _world = new(null, TimeProvider.System, TestAgent.Nickname);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_start_is_another_instance_that_names_the_one_before_it()
    {
        await using var server = await FakeServer.StartAsync();
        for (var start = 1; start <= 2; start++)
        {
            await using var agent = await StartAsync(server.Url);
            await Eventually.HoldsAsync(() => agent.Lease.Number == start, "a lease");
        }

        var hellos = server.Hellos.ToList();
        hellos[0]["previous_instance_id"].ShouldBeNull();
        ((string)hellos[1]["previous_instance_id"]!).ShouldBe((string)hellos[0]["instance_id"]!);
        ((string)hellos[1]["instance_id"]!).ShouldNotBe((string)hellos[0]["instance_id"]!);
    }

    [Fact]
    public async Task A_starting_agent_ends_when_another_process_has_the_account()
    {
        await using var server = await FakeServer.StartAsync();
        server.IsLeaseHeld = true;

        await using var agent = await StartAsync(server.Url);

        await Eventually.HoldsAsync(() => agent.IsEnding, "the end");
        agent.Lease.IsRefused.ShouldBeTrue();
        server.Hellos.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_restarted_agent_waits_for_the_lease_of_its_dead_predecessor_and_then_ends()
    {
        await using var server = await FakeServer.StartAsync();
        await using (var first = await StartAsync(server.Url))
        {
            await Eventually.HoldsAsync(() => first.Lease.WasGranted, "a lease");
        }

        server.IsLeaseHeld = true;
        await using (var second = await StartAsync(server.Url))
        {
            await Eventually.HoldsAsync(() => server.Hellos.Count >= 4, "several tries");
            second.IsEnding.ShouldBeFalse();
            server.IsLeaseHeld = false;
            await Eventually.HoldsAsync(() => second.Lease.WasGranted, "the lease after all");
        }

        server.IsLeaseHeld = true;
        await using var third = await StartAsync(server.Url, ("Agent:Link:LeaseWaitSeconds", "0"));
        await Eventually.HoldsAsync(() => third.IsEnding, "the end");
    }

    [Fact]
    public async Task An_agent_that_loses_the_account_later_types_nothing_says_so_and_goes_on_when_it_has_it_again()
    {
        _world.CreateChat("张三", null, allowSameName: false);
        await using var server = await FakeServer.StartAsync();
        await using var agent = await StartAsync(server.Url);
        await Eventually.HoldsAsync(() => agent.Lease.WasGranted, "a lease");

        server.IsLeaseHeld = true;
        server.CutSocket();
        await Eventually.HoldsAsync(() => agent.Health.HeldReason == "lease_lost", "the loss noticed");
        await server.DecideAsync("d1", TestAgent.ChatId("张三"), "张三", isGroup: false, "您好");
        await Eventually.HoldsAsync(() => server.Hellos.Count >= 4, "several tries");
        (agent.IsEnding, agent.Lease.Number, server.Questions.Count).ShouldBe((false, null, 0));

        server.IsLeaseHeld = false;
        await Eventually.HoldsAsync(() => server.Deliveries.Count == 1, "the answer typed");
        agent.Health.HeldReason.ShouldBeNull();
    }

    [Fact]
    public async Task Nothing_is_said_to_a_server_that_does_not_welcome()
    {
        await using var server = await FakeServer.StartAsync();
        server.IsSilent = true;
        await using var agent = await StartAsync(server.Url, ("Agent:Link:TimeoutSeconds", "1"));

        await Eventually.HoldsAsync(() => server.Hellos.Count >= 2, "a second try");

        server.TooEarly.ShouldBeEmpty();
        agent.Lease.WasGranted.ShouldBeFalse();
        agent.IsEnding.ShouldBeFalse();
    }

    private Task<RunningAgent> StartAsync(string url, params (string, string)[] settings) =>
        RunningAgent.StartAsync(_folder.Path, url, new WorldDesktop(_world), settings: settings);
}
