using System.Net;
using System.Net.Http.Headers;
using WeChatPlatform.Edge;
using WeChatPlatform.Gateway.Login;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Gateway.Tests;

public sealed class LoginTests
{
    [Fact]
    public async Task The_first_agent_logs_in_with_its_key_for_a_day()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(databases);
        var first = gateway.Credentials;

        var answer = await gateway.LogInAsync(new { agent_id = first.AgentId, api_key = first.ApiKey });

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var body = await answer.JsonAsync();
        body.GetProperty("token_type").GetString().ShouldBe("bearer");
        body.GetProperty("expires_in").GetInt32().ShouldBe(86_400);
        body.GetProperty("access_token").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task The_first_administrator_logs_in_with_the_password_and_may_list_keys()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(databases);
        var first = gateway.Credentials;
        var login = await gateway.LogInAsync(new { username = first.Username, password = first.Password });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/agents/keys");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await login.TextAsync("access_token"));

        var answer = await gateway.Http.SendAsync(request, GatewayUnderTest.Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_wrong_secret_and_an_unknown_name_are_refused_with_the_same_words()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(databases);
        object[] attempts =
        [
            new { agent_id = "agent-1", api_key = "wk_wrong" },
            new { agent_id = "nobody", api_key = gateway.Credentials.ApiKey },
            new { agent_id = "x\0y", api_key = "wk_wrong" },
            new { agent_id = "agent-1", api_key = new string('x', 10_000) },
            new { username = "admin", password = gateway.Credentials.ApiKey },
            new { username = "nobody", password = gateway.Credentials.Password },
        ];

        foreach (var attempt in attempts)
        {
            var answer = await gateway.LogInAsync(attempt);

            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            var problem = await answer.JsonAsync();
            problem.GetProperty("title").GetString().ShouldBe("login_refused");
            problem.GetProperty("detail").GetString()!.ShouldContain("客户端ID无效或API Key错误");
        }
    }

    [Fact]
    public async Task Guessing_is_slowed_down()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(
            databases, null, ("Gateway:LoginsPerMinute", "2"));
        var wrong = new { agent_id = "agent-1", api_key = "wk_wrong" };
        await gateway.LogInAsync(wrong);
        await gateway.LogInAsync(wrong);

        var answer = await gateway.LogInAsync(wrong);

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter.ShouldNotBeNull();
        (await answer.TextAsync("title")).ShouldBe("too_many_requests");
    }

    [Fact]
    public void Half_a_claim_or_two_claims_are_none()
    {
        LogIn.ClaimOf(new LogIn.Request("a", null, null, null)).ShouldBeNull();
        LogIn.ClaimOf(new LogIn.Request("a", null, null, "p")).ShouldBeNull();
        LogIn.ClaimOf(new LogIn.Request("a", "k", "u", "p")).ShouldBeNull();
        LogIn.ClaimOf(new LogIn.Request(null, null, null, null)).ShouldBeNull();
    }

    [Fact]
    public void A_whole_claim_is_one()
    {
        LogIn.ClaimOf(new LogIn.Request("a", "k", null, null)).ShouldBe(new Claim(Caller.AgentKind, "a", "k"));
        LogIn.ClaimOf(new LogIn.Request(null, null, "u", "p")).ShouldBe(new Claim(Caller.UserKind, "u", "p"));
    }
}
