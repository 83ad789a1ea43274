using System.Net;
using System.Net.WebSockets;
using WeChatPlatform.Contracts;
using WeChatPlatform.Edge;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Gateway.Tests;

public sealed class RevocationTests
{
    private const string Socket = "/api/v1/agents/agent-2/socket";
    private static readonly Caller Admin = Caller.User("admin", Policies.Admin);

    [Fact]
    public async Task A_token_of_a_revoked_key_is_refused_at_once_and_every_process_is_told()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(databases);
        var (key, token) = await NewAgentAsync(gateway);
        (await gateway.GetAsync("/api/v1/agents/keys", token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        await gateway.SendAsync(HttpMethod.Delete, $"/api/v1/agents/keys/{key}", Admin);

        (await gateway.GetAsync("/api/v1/agents/keys", token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await Eventually.Holds("all are told", () => gateway.Published<AccessRevoked>().Any(told => told.GrantIds.Contains(key)));
    }

    [Fact]
    public async Task A_replica_that_missed_the_word_finds_the_row()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var first = await GatewayUnderTest.StartAsync(databases);

        // Its messages travel in a memory of its own, so it hears nothing of the first.
        await using var second = await GatewayUnderTest.StartAsync(databases, null, ("Gateway:RevocationSeconds", "1"));
        var (key, token) = await NewAgentAsync(first);
        (await second.GetAsync("/api/v1/agents/keys", token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        await first.SendAsync(HttpMethod.Delete, $"/api/v1/agents/keys/{key}", Admin);

        await Eventually.Holds("the second refuses too", async () =>
            (await second.GetAsync("/api/v1/agents/keys", token)).StatusCode == HttpStatusCode.Unauthorized);
        await Eventually.Holds("the second tells it again", () => second.Published<AccessRevoked>().Any(told => told.GrantIds.Contains(key)));
    }

    [Fact]
    public async Task A_gateway_that_starts_after_the_revocation_refuses_from_its_first_request_on()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        string token;
        await using (var before = await GatewayUnderTest.StartAsync(databases))
        {
            (var key, token) = await NewAgentAsync(before);
            await before.SendAsync(HttpMethod.Delete, $"/api/v1/agents/keys/{key}", Admin);
        }

        await using var after = await GatewayUnderTest.StartAsync(databases);

        (await after.GetAsync("/api/v1/agents/keys", token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_open_socket_of_a_revoked_key_ends_and_that_of_another_key_does_not()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var upstream = await UpstreamApp.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(
            databases, null, ("Gateway:Services:message", upstream.Address));
        var (key, token) = await NewAgentAsync(gateway);
        var (_, otherToken) = await NewAgentAsync(gateway);
        using var socket = await ConnectAsync(gateway, token);
        using var other = await ConnectAsync(gateway, otherToken);
        var reading = socket.ReceiveAsync(new byte[16], GatewayUnderTest.Ct);

        await gateway.SendAsync(HttpMethod.Delete, $"/api/v1/agents/keys/{key}", Admin);

        await Should.ThrowAsync<WebSocketException>(reading);
        await other.SendAsync("x"u8.ToArray(), WebSocketMessageType.Text, true, GatewayUnderTest.Ct);
        (await other.ReceiveAsync(new byte[16], GatewayUnderTest.Ct)).Count.ShouldBe(1);
    }

    private static async Task<ClientWebSocket> ConnectAsync(GatewayUnderTest gateway, string token)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await socket.ConnectAsync(new UriBuilder(gateway.Address) { Scheme = "ws", Path = Socket }.Uri, GatewayUnderTest.Ct);
        return socket;
    }

    private static async Task<(Guid Key, string Token)> NewAgentAsync(GatewayUnderTest gateway)
    {
        var key = await (await gateway.SendAsync(
            HttpMethod.Post, "/api/v1/agents/keys", Admin, new { agent_id = "agent-2" })).JsonAsync();
        var login = await gateway.LogInAsync(new { agent_id = "agent-2", api_key = key.GetProperty("api_key").GetString() });
        return (key.GetProperty("id").GetGuid(), (await login.TextAsync("access_token"))!);
    }
}
