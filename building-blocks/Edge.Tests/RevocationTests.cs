using System.Net;
using System.Security.Claims;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Edge.Tests;

public sealed class RevocationTests
{
    private readonly FakeClock clock = new();
    private readonly RevokedAccess revoked;

    public RevocationTests() => revoked = new RevokedAccess(
        Options.Create(new EdgeOptions { ClockSkewSeconds = 60 }), clock, NullLogger<RevokedAccess>.Instance);

    [Fact]
    public async Task Tokens_of_a_revoked_key_are_refused_and_those_of_another_key_are_not()
    {
        await using var host = await EdgeHost.StartAsync();
        var (taken, kept) = (Guid.NewGuid(), Guid.NewGuid());
        var lost = host.Token(Caller.Agent("agent-1", Caller.RealDesktop, taken));
        var good = host.Token(Caller.Agent("agent-1", Caller.RealDesktop, kept));

        host.Revoked.Add([taken]);

        (await host.GetAsync("/api/v1/agent", lost)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await host.GetAsync("/api/v1/agent", good)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void A_connection_ends_when_its_key_is_revoked_and_others_go_on()
    {
        var (taken, kept) = (Guid.NewGuid(), Guid.NewGuid());
        using var lost = revoked.Watch(User(taken, hours: 1));
        using var good = revoked.Watch(User(kept, hours: 1));

        revoked.Add([taken]);

        lost.Ended.IsCancellationRequested.ShouldBeTrue();
        good.Ended.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public void A_connection_that_comes_after_the_revocation_ends_at_once()
    {
        var taken = Guid.NewGuid();
        revoked.Add([taken]);

        using var late = revoked.Watch(User(taken, hours: 1));

        late.Ended.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void A_connection_ends_with_its_token_once_the_clocks_cannot_explain_it()
    {
        using var watch = revoked.Watch(User(Guid.NewGuid(), hours: 1));
        clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(59));
        watch.Ended.IsCancellationRequested.ShouldBeFalse();

        clock.Advance(TimeSpan.FromSeconds(1));

        watch.Ended.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void A_revocation_is_remembered_as_long_as_any_token_may_live_and_not_for_ever()
    {
        var first = Guid.NewGuid();
        revoked.Add([first]);
        clock.Advance(TimeSpan.FromHours(EdgeOptions.MostTokenHours));
        revoked.Covers(first).ShouldBeTrue();
        clock.Advance(TimeSpan.FromMinutes(6));

        revoked.Add([Guid.NewGuid()]);

        revoked.Covers(first).ShouldBeFalse();
    }

    private ClaimsPrincipal User(Guid grant, int hours) => new(new ClaimsIdentity(
        Caller.Agent("agent-1", Caller.RealDesktop, grant).Claims()
            .Append(new System.Security.Claims.Claim("exp", $"{clock.GetUtcNow().AddHours(hours).ToUnixTimeSeconds()}"))));
}
