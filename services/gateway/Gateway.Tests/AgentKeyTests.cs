using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Edge;
using WeChatPlatform.Gateway.Keys;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Gateway.Tests;

public sealed class AgentKeyTests
{
    private static readonly Caller Admin = Caller.User("admin", Policies.Admin);

    [Theory]
    [InlineData("agent-2", null, 0, null)]
    [InlineData("agent-2", "simulated", 2, null)]
    [InlineData("agent-2", "real", 3, "too_many_keys")]
    [InlineData("agent-2", "imagined", 0, "desktop_refused")]
    [InlineData("keys", null, 0, "agent_id_refused")]
    [InlineData("a/b", null, 0, "agent_id_refused")]
    [InlineData("张三", null, 0, "agent_id_refused")]
    [InlineData("a\n", null, 0, "agent_id_refused")]
    [InlineData("", null, 0, "agent_id_refused")]
    [InlineData(null, null, 0, "agent_id_refused")]
    public void A_key_is_for_a_plain_name_a_known_desktop_and_few_at_once(
        string? agentId, string? desktop, int valid, string? code) =>
        CreateAgentKey.Refusal(new CreateAgentKey.Request(agentId, desktop), valid, 3)?.Code.ShouldBe(code);

    [Fact]
    public async Task A_new_key_logs_in_until_it_is_revoked()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(databases);
        var created = await gateway.SendAsync(
            HttpMethod.Post, "/api/v1/agents/keys", Admin, new { agent_id = "agent-2", desktop = "simulated" });
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        var key = await created.JsonAsync();
        var login = new { agent_id = "agent-2", api_key = key.GetProperty("api_key").GetString() };
        (await gateway.LogInAsync(login)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var revoked = await gateway.SendAsync(HttpMethod.Delete, $"/api/v1/agents/keys/{key.GetProperty("id")}", Admin);

        revoked.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await gateway.LogInAsync(login)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_list_pages_by_key_and_shows_neither_keys_nor_hashes()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(databases);
        await gateway.SendAsync(HttpMethod.Post, "/api/v1/agents/keys", Admin, new { agent_id = "agent-2" });

        var first = await (await gateway.SendAsync(HttpMethod.Get, "/api/v1/agents/keys?limit=1", Admin)).JsonAsync();
        var second = await (await gateway.SendAsync(
            HttpMethod.Get, $"/api/v1/agents/keys?limit=1&before={first.GetProperty("next")}", Admin)).JsonAsync();

        first.GetProperty("keys")[0].GetProperty("agent_id").GetString().ShouldBe("agent-2");
        second.GetProperty("keys")[0].GetProperty("agent_id").GetString().ShouldBe("agent-1");
        first.ToString().ShouldNotContain("api_key");
        first.ToString().ShouldNotContain("hash");
    }

    [Fact]
    public async Task An_unknown_key_cannot_be_revoked()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(databases);

        var answer = await gateway.SendAsync(HttpMethod.Delete, $"/api/v1/agents/keys/{Guid.Empty}", Admin);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("operator")]
    [InlineData("agent")]
    public async Task Keys_are_the_administrators_alone(string who)
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(databases);
        var caller = who == "agent" ? Caller.Agent("agent-1", Caller.RealDesktop) : Caller.User("li", who);

        (await gateway.SendAsync(HttpMethod.Get, "/api/v1/agents/keys", caller)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await gateway.SendAsync(HttpMethod.Post, "/api/v1/agents/keys", caller, new { agent_id = "x" }))
            .StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_database_holds_no_key_and_no_password()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(databases);
        await using var scope = gateway.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();

        var key = await database.AgentKeys.SingleAsync(GatewayUnderTest.Ct);
        var user = await database.Users.SingleAsync(GatewayUnderTest.Ct);

        key.Hash.ShouldNotContain(gateway.Credentials.ApiKey);
        user.PasswordHash.ShouldNotContain(gateway.Credentials.Password);
    }
}
