using System.Net;

namespace WeChatPlatform.Edge.Tests;

/// <summary>The gateway signs, a service checks; each is restarted with new settings at its own time.</summary>
public sealed class KeyRotationTests
{
    private const string Old = EdgeHost.SigningKey;
    private const string New = "the-next-secret-of-the-tests-0123456789-abcdef";
    private static readonly Caller Agent = Caller.Agent("agent-1", Caller.RealDesktop);
    private static readonly DateTimeOffset Overlap = new(2026, 5, 5, 8, 5, 0, TimeSpan.Zero);

    private static readonly (string, string)[] Before = [("Edge:SigningKey", Old)];

    private static readonly (string, string)[] Prepared =
        [("Edge:SigningKey", Old), ("Edge:AcceptedKeys:0:Key", New)];

    private static readonly (string, string)[] Switched =
        [("Edge:SigningKey", New), ("Edge:AcceptedKeys:0:Key", Old), ("Edge:AcceptedKeys:0:Until", "2026-05-05T08:05:00Z")];

    private static readonly (string, string)[] After = [("Edge:SigningKey", New)];

    public static TheoryData<int, int> Neighbours => new() { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 }, { 1, 2 }, { 2, 1 }, { 2, 2 }, { 2, 3 }, { 3, 2 }, { 3, 3 } };

    [Theory]
    [MemberData(nameof(Neighbours))]
    public async Task Processes_at_neighbouring_stages_take_each_others_new_tokens(int gatewayStage, int serviceStage)
    {
        await using var gateway = await EdgeHost.StartAsync(Stage(gatewayStage));
        await using var service = await EdgeHost.StartAsync(Stage(serviceStage));

        (await service.GetAsync("/api/v1/agent", gateway.Token(Agent))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_service_that_was_not_told_of_the_next_key_refuses_its_tokens()
    {
        await using var gateway = await EdgeHost.StartAsync(Switched);
        await using var service = await EdgeHost.StartAsync(Before);

        (await service.GetAsync("/api/v1/agent", gateway.Token(Agent))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(-1, HttpStatusCode.OK)]
    [InlineData(0, HttpStatusCode.Unauthorized)]
    public async Task Old_tokens_stay_valid_in_the_overlap_and_are_refused_after_it(int secondsAfter, HttpStatusCode expected)
    {
        await using var gateway = await EdgeHost.StartAsync(Before);
        await using var service = await EdgeHost.StartAsync(Switched);
        gateway.Clock.Now = Overlap.AddHours(-1);
        var token = gateway.Token(Agent);

        service.Clock.Now = Overlap.AddSeconds(secondsAfter);

        (await service.GetAsync("/api/v1/agent", token)).StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task When_the_old_key_is_gone_its_tokens_are_refused()
    {
        await using var gateway = await EdgeHost.StartAsync(Before);
        await using var service = await EdgeHost.StartAsync(After);

        (await service.GetAsync("/api/v1/agent", gateway.Token(Agent))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_of_an_accepted_key_cannot_claim_to_be_of_the_active_one()
    {
        await using var service = await EdgeHost.StartAsync(Switched);
        var activeId = SigningKeys.IdOf(System.Text.Encoding.UTF8.GetBytes(New));
        var token = ForgedToken.ValidAt(service.Clock.Now) with { Key = Old, KeyId = activeId };

        (await service.GetAsync("/api/v1/agent", token.ToString())).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_without_a_key_id_is_checked_with_every_key_that_is_accepted_now()
    {
        await using var service = await EdgeHost.StartAsync(Switched);
        var token = ForgedToken.ValidAt(service.Clock.Now) with { Key = Old };

        (await service.GetAsync("/api/v1/agent", token.ToString())).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static (string, string)[] Stage(int number) => number switch
    {
        0 => Before,
        1 => Prepared,
        2 => Switched,
        _ => After,
    };
}
