using WeChatPlatform.Message.Agents;
using WeChatPlatform.Message.Gate;
using WeChatPlatform.Message.Replies;
using WeChatPlatform.Message.Tests.Agents;

namespace WeChatPlatform.Message.Tests.Gate;

/// <summary>A process asks at the moment in which another one takes its account over.</summary>
public sealed class FenceTests : IAsyncLifetime
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(30);
    private SessionKit kit = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => kit = await SessionKit.StartAsync(Ct);

    public ValueTask DisposeAsync() => kit.DisposeAsync();

    [Fact]
    public async Task Either_the_old_process_is_let_through_and_the_new_one_finds_it_or_it_is_held()
    {
        var let = 0;
        foreach (var round in Enumerable.Range(1, 40))
        {
            var agent = $"agent-{round}";
            var lease = (await TakeAsync(agent, "process-1"))!.Value;
            await kit.DecideAsync(agent, DeliveryState.Waiting);
            var decision = (await TakeDecisionsAsync(agent, "ledger-1", lease)).ShouldHaveSingleItem().Id;
            kit.Clock.Advance(Life + TimeSpan.FromSeconds(1));

            var asking = AskAsync(agent, decision, lease);
            var taking = TakeAsync(agent, "process-2");
            await Task.WhenAll(asking, taking);
            var answer = await asking;
            if (await taking is not { } newer)
            {
                // The question came first and renewed the lease.
                answer.Verdict.ShouldBe(GateVerdict.Go);
                continue;
            }

            await kit.UseAsync<OpenDeliveries>(open => open.ResumeAsync(agent, "ledger-2", Ct));
            var again = await TakeDecisionsAsync(agent, "ledger-2", newer);
            (answer.Verdict, answer.Reason, again.Count).ShouldBe((GateVerdict.Hold, "lease_lost", 1), $"round {round}");
            (await AskAsync(agent, decision, lease)).Reason.ShouldBe("lease_lost");
            let++;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"taken over {let} times");
    }

    [Fact]
    public async Task A_process_that_lost_its_lease_claims_nothing()
    {
        var lease = (await TakeAsync("agent-1", "process-1"))!.Value;
        kit.Clock.Advance(Life + TimeSpan.FromSeconds(1));
        var newer = (await TakeAsync("agent-1", "process-2"))!.Value;
        await kit.DecideAsync("agent-1", DeliveryState.Waiting);

        (await TakeDecisionsAsync("agent-1", "ledger-1", lease)).ShouldBeEmpty();
        (await TakeDecisionsAsync("agent-1", "ledger-2", newer)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Of_many_processes_that_want_an_account_one_gets_it()
    {
        var taken = await Task.WhenAll(Enumerable.Range(1, 10).Select(process => TakeAsync("agent-1", $"process-{process}")));

        taken.Where(lease => lease is not null).ShouldHaveSingleItem().ShouldBe(1);
    }

    [Fact]
    public async Task A_process_that_was_started_again_does_not_wait_for_the_one_before_it()
    {
        await TakeAsync("agent-1", "process-1");

        (await TakeAsync("agent-1", "process-2", previous: "process-1")).ShouldBe(2);
    }

    [Fact]
    public async Task Of_two_that_name_the_same_process_before_them_one_gets_the_account()
    {
        await TakeAsync("agent-1", "process-1");

        var taken = await Task.WhenAll(Enumerable.Range(2, 8).Select(process => TakeAsync("agent-1", $"process-{process}", previous: "process-1")));

        taken.Where(lease => lease is not null).ShouldHaveSingleItem().ShouldBe(2);
    }

    [Fact]
    public async Task A_process_that_names_another_one_than_has_the_account_waits()
    {
        await TakeAsync("agent-1", "process-1");

        (await TakeAsync("agent-1", "process-3", previous: "process-2")).ShouldBeNull();
    }

    [Fact]
    public async Task A_lease_ends_at_its_moment_and_not_before()
    {
        await TakeAsync("agent-1", "process-1");
        kit.Clock.Advance(Life - TimeSpan.FromTicks(10));
        (await TakeAsync("agent-1", "process-2")).ShouldBeNull();

        kit.Clock.Advance(TimeSpan.FromTicks(10));

        (await TakeAsync("agent-1", "process-2")).ShouldBe(2);
    }

    private Task<long?> TakeAsync(string agent, string process, string? previous = null) =>
        kit.UseAsync<AgentLeases, long?>(leases => leases.TryTakeAsync(agent, process, previous, Guid.NewGuid(), Life, Ct));

    private Task<List<Decision>> TakeDecisionsAsync(string agent, string ledger, long lease) =>
        kit.UseAsync<OpenDeliveries, List<Decision>>(open => open.TakeAsync(agent, ledger, lease, [], Ct));

    private Task<GateAnswer> AskAsync(string agent, Guid decision, long lease) =>
        kit.UseAsync<LastGate, GateAnswer>(gate => gate.AskAsync(
            agent, ledgerId: null, new GateQuestion(decision, 0, GateStep.Enter, lease, RecipientVerifiedAt: null, TypedAt: null), Ct));
}
