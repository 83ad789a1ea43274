using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Message.Agents;
using WeChatPlatform.Message.Fleet;
using WeChatPlatform.Message.Gate;
using WeChatPlatform.Message.Replies;
using WeChatPlatform.Message.Tests.Agents;

namespace WeChatPlatform.Message.Tests.Fleet;

/// <summary>A client version is held, passes or is released at the moment in which the gate is asked.</summary>
public sealed class ClientVersionRaceTests : IAsyncLifetime
{
    private const int Rounds = 25;
    private const int Agents = 6;
    private SessionKit kit = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => kit = await SessionKit.StartAsync(Ct, ("Message:HoldNewClientVersions", "true"));

    public ValueTask DisposeAsync() => kit.DisposeAsync();

    [Fact]
    public async Task What_was_let_through_was_let_through_before_the_hold_was_answered()
    {
        var before = 0;
        foreach (var round in Enumerable.Range(1, Rounds))
        {
            var version = $"4.1.{round}";
            var asked = await FleetAsync(version);
            await kit.UseAsync<ClientVersions>(versions => versions.ReleaseAsync(version, "operator", Ct));

            var questions = asked.ConvertAll(one => AskAsync(one.Agent, one.Decision, version));
            await kit.UseAsync<ClientVersions>(versions => versions.HoldAsync(version, "operator", reason: null, Ct));
            var granted = await GrantedAsync(asked);
            await Task.WhenAll(questions);

            // Whoever is let through without being among those that were when the hold was answered came behind it.
            (await GrantedAsync(asked)).ShouldBe(granted, $"round {round}");
            foreach (var one in asked)
            {
                (await AskAsync(one.Agent, one.Decision, version)).Reason.ShouldBe("client_version_held");
            }

            before += granted;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{before} of {Rounds * Agents} came before the hold");
    }

    [Fact]
    public async Task Of_checks_that_pass_at_the_same_moment_one_counts_and_all_agents_go()
    {
        var asked = await FleetAsync("4.1.99");
        (await AskAsync(asked[0].Agent, asked[0].Decision, "4.1.99")).Reason.ShouldBe("client_version_held");

        await Task.WhenAll(asked.ConvertAll(one => kit.UseAsync<ClientVersions>(versions => versions.PassAsync(one.Agent, "4.1.99", Ct))));

        foreach (var one in asked)
        {
            (await AskAsync(one.Agent, one.Decision, "4.1.99")).Verdict.ShouldBe(GateVerdict.Go);
        }
    }

    [Fact]
    public async Task Agents_that_come_with_a_new_version_at_the_same_moment_are_all_held()
    {
        var asked = await Task.WhenAll(Enumerable.Range(1, 20).Select(number => ComeAsync($"agent-{number}", "4.2.1")));

        foreach (var one in asked)
        {
            (await AskAsync(one.Agent, one.Decision, "4.2.1")).Reason.ShouldBe("client_version_held");
        }
    }

    private async Task<List<(string Agent, Guid Decision)>> FleetAsync(string version) =>
        [.. await Task.WhenAll(Enumerable.Range(1, Agents).Select(number => ComeAsync($"agent-{version}-{number}", version)))];

    private async Task<(string Agent, Guid Decision)> ComeAsync(string agent, string version)
    {
        await kit.UseAsync<AgentSighting>(sighting => sighting.BeatAsync(agent, new HeartbeatReport { ClientVersion = version }, Ct));
        return (agent, await kit.DecideAsync(agent, DeliveryState.Claimed, claimedBy: "ledger-1"));
    }

    private Task<GateAnswer> AskAsync(string agent, Guid decision, string version) =>
        kit.UseAsync<LastGate, GateAnswer>(gate => gate.AskAsync(
            agent, "ledger-1",
            new GateQuestion(decision, 0, GateStep.Enter, Lease: null, RecipientVerifiedAt: null, TypedAt: null) { ClientVersion = version }, Ct));

    private Task<int> GrantedAsync(List<(string Agent, Guid Decision)> asked)
    {
        var ids = asked.ConvertAll(one => one.Decision);
        return kit.QueryAsync(context => context.LedgerParts.Where(part => ids.Contains(part.DecisionId)).SumAsync(part => part.Grants, Ct));
    }
}
