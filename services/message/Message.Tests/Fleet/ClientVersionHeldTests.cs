using Microsoft.Extensions.Options;
using WeChatPlatform.Message.Gate;
using WeChatPlatform.Message.Gate.Conditions;

namespace WeChatPlatform.Message.Tests.Fleet;

/// <summary>Whom the gate holds for the version of the client, by settings and by what is known of the version.</summary>
public sealed class ClientVersionHeldTests
{
    private static readonly GateCase.ClientFacts Unnamed = new(Version: null, IsKnown: false, IsHeld: false, IsOnTrial: false);
    private static readonly GateCase.ClientFacts Stranger = new("4.1.1", IsKnown: false, IsHeld: false, IsOnTrial: false);
    private static readonly GateCase.ClientFacts OnTrial = new("4.1.1", IsKnown: true, IsHeld: false, IsOnTrial: true);
    private static readonly GateCase.ClientFacts Known = new("4.1.1", IsKnown: true, IsHeld: false, IsOnTrial: false);
    private static readonly GateCase.ClientFacts HeldByPerson = new("4.1.1", IsKnown: true, IsHeld: true, IsOnTrial: false);

    [Fact]
    public async Task Without_the_setting_only_what_a_person_holds_is_held() =>
        (await HeldAsync(new MessageOptions())).ShouldBe([HeldByPerson]);

    [Fact]
    public async Task With_the_setting_what_is_new_is_held_too() =>
        (await HeldAsync(new MessageOptions { HoldNewClientVersions = true })).ShouldBe([Stranger, OnTrial, HeldByPerson]);

    [Fact]
    public async Task Who_names_no_version_is_held_where_that_is_asked_for_and_new_versions_are_held() =>
        (await HeldAsync(new MessageOptions { HoldNewClientVersions = true, HoldUnknownClientVersions = true }))
            .ShouldBe([Unnamed, Stranger, OnTrial, HeldByPerson]);

    [Fact]
    public async Task To_hold_who_names_none_alone_holds_nobody() =>
        (await HeldAsync(new MessageOptions { HoldUnknownClientVersions = true })).ShouldBe([HeldByPerson]);

    [Fact]
    public async Task A_canary_is_never_held() =>
        (await HeldAsync(new MessageOptions { HoldNewClientVersions = true, HoldUnknownClientVersions = true, CanaryAgents = ["agent-1"] })).ShouldBeEmpty();

    [Fact]
    public async Task Another_agents_name_makes_no_canary() =>
        (await HeldAsync(new MessageOptions { HoldNewClientVersions = true, CanaryAgents = ["Agent-1", "agent-12"] })).ShouldContain(OnTrial);

    private static async Task<IReadOnlyList<GateCase.ClientFacts>> HeldAsync(MessageOptions options)
    {
        var condition = new ClientVersionHeld(Options.Create(options));
        List<GateCase.ClientFacts> held = [];
        foreach (var client in new[] { Unnamed, Stranger, OnTrial, Known, HeldByPerson })
        {
            if (await condition.AppliesAsync(Asked(client), CancellationToken.None))
            {
                held.Add(client);
            }
        }

        return held;
    }

    private static GateCase Asked(GateCase.ClientFacts client) => new(
        "agent-1", LedgerId: null, new GateQuestion(Guid.Empty, 0, GateStep.Enter, Lease: null, RecipientVerifiedAt: null, TypedAt: null),
        Decision: null, new GateCase.AgentFacts(IsStopped: false, Lease: 0, LeaseUntil: null), client, Paused: false, DateTimeOffset.UnixEpoch);
}
