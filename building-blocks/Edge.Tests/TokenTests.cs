using System.Net;

namespace WeChatPlatform.Edge.Tests;

public sealed class TokenTests
{
    private static readonly Caller Agent = Caller.Agent("agent-1", Caller.RealDesktop);

    [Fact]
    public async Task An_issued_token_is_accepted()
    {
        await using var host = await EdgeHost.StartAsync();

        (await host.GetAsync("/api/v1/agent", Agent)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_lasts_a_day_and_says_so()
    {
        await using var host = await EdgeHost.StartAsync();

        host.Issuer.Issue(Agent).ExpiresIn.ShouldBe(86_400);
    }

    [Fact]
    public async Task A_token_for_a_minute_is_refused_after_it()
    {
        await using var host = await EdgeHost.StartAsync(("Edge:ClockSkewSeconds", "0"));
        var token = host.Issuer.Issue(Caller.Service("ai"), TimeSpan.FromMinutes(1)).AccessToken;

        (await host.GetAsync("/api/v1/service", token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        host.Clock.Now += TimeSpan.FromSeconds(61);
        (await host.GetAsync("/api/v1/service", token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_written_by_hand_with_everything_right_is_accepted()
    {
        await using var host = await EdgeHost.StartAsync();

        (await Answer(host, ForgedToken.ValidAt(host.Clock.Now))).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("none", true)]
    [InlineData("none", false)]
    [InlineData("None", false)]
    [InlineData("HS256", false)]
    [InlineData("hs256", true)]
    [InlineData("HS384", true)]
    [InlineData("RS256", true)]
    [InlineData("ES256", true)]
    [InlineData("", true)]
    public async Task Another_algorithm_or_no_signature_is_refused(string algorithm, bool withSignature)
    {
        await using var host = await EdgeHost.StartAsync();
        var token = ForgedToken.ValidAt(host.Clock.Now) with { Algorithm = algorithm, Signed = withSignature };

        (await Answer(host, token)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_signature_of_another_key_is_refused()
    {
        await using var host = await EdgeHost.StartAsync();
        var token = ForgedToken.ValidAt(host.Clock.Now) with { Key = "another-secret-of-32-bytes-or-more!!" };

        (await Answer(host, token)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_for_somebody_else_is_refused()
    {
        await using var host = await EdgeHost.StartAsync();

        (await Answer(host, ForgedToken.ValidAt(host.Clock.Now) with { Audience = "other" }))
            .ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_of_another_issuer_is_refused()
    {
        await using var host = await EdgeHost.StartAsync();

        (await Answer(host, ForgedToken.ValidAt(host.Clock.Now) with { Issuer = "other" }))
            .ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_without_an_end_is_refused()
    {
        await using var host = await EdgeHost.StartAsync();

        (await Answer(host, ForgedToken.ValidAt(host.Clock.Now) with { To = null }))
            .ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(59, HttpStatusCode.OK)]
    [InlineData(61, HttpStatusCode.Unauthorized)]
    public async Task An_expired_token_is_refused_once_the_clocks_cannot_explain_it(int secondsAfter, HttpStatusCode expected)
    {
        await using var host = await EdgeHost.StartAsync();
        var token = host.Token(Agent);

        host.Clock.Now += TimeSpan.FromDays(1) + TimeSpan.FromSeconds(secondsAfter);

        (await host.GetAsync("/api/v1/agent", token)).StatusCode.ShouldBe(expected);
    }

    [Theory]
    [InlineData(59, HttpStatusCode.OK)]
    [InlineData(61, HttpStatusCode.Unauthorized)]
    public async Task A_token_of_the_future_is_refused_once_the_clocks_cannot_explain_it(
        int secondsAhead, HttpStatusCode expected)
    {
        await using var host = await EdgeHost.StartAsync();
        var token = ForgedToken.ValidAt(host.Clock.Now.AddSeconds(secondsAhead));

        (await Answer(host, token)).ShouldBe(expected);
    }

    [Theory]
    [InlineData(59, HttpStatusCode.OK)]
    [InlineData(61, HttpStatusCode.Unauthorized)]
    public async Task A_token_made_in_the_future_is_refused_once_the_clocks_cannot_explain_it(
        int secondsAhead, HttpStatusCode expected)
    {
        await using var host = await EdgeHost.StartAsync();
        var token = ForgedToken.ValidAt(host.Clock.Now) with { IssuedAt = host.Clock.Now.AddSeconds(secondsAhead) };

        (await Answer(host, token)).ShouldBe(expected);
    }

    [Fact]
    public async Task A_token_that_does_not_say_since_when_is_refused()
    {
        await using var host = await EdgeHost.StartAsync();

        (await Answer(host, ForgedToken.ValidAt(host.Clock.Now) with { SaysWhen = false }))
            .ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_that_names_a_key_we_do_not_have_is_refused_though_its_signature_is_ours()
    {
        await using var host = await EdgeHost.StartAsync();

        (await Answer(host, ForgedToken.ValidAt(host.Clock.Now) with { KeyId = "another" }))
            .ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_with_a_critical_extension_is_refused()
    {
        await using var host = await EdgeHost.StartAsync();

        (await Answer(host, ForgedToken.ValidAt(host.Clock.Now) with { Critical = "b64" }))
            .ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d.e")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.")]
    public async Task Rubbish_is_refused(string token)
    {
        await using var host = await EdgeHost.StartAsync();

        (await host.GetAsync("/api/v1/agent", token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<HttpStatusCode> Answer(EdgeHost host, ForgedToken token) =>
        (await host.GetAsync("/api/v1/agent", token.ToString())).StatusCode;
}
