using System.Net;
using System.Net.WebSockets;
using System.Text;
using WeChatPlatform.Edge;
using WeChatPlatform.Hosting;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Gateway.Tests;

public sealed class ForwardingTests
{
    private static readonly Caller Agent = Caller.Agent("agent-1", Caller.RealDesktop);

    [Theory]
    [InlineData("message", "/api/v1/messages")]
    [InlineData("message", "/api/v1/conversations/7/messages?limit=3")]
    [InlineData("message", "/api/v1/deliveries")]
    [InlineData("message", "/api/v1/decisions/1")]
    [InlineData("message", "/api/v1/heartbeat")]
    [InlineData("message", "/api/v1/agents/agent-1")]
    [InlineData("message", "/api/v1/gaps?open=true")]
    [InlineData("message", "/api/v1/greetings")]
    [InlineData("message", "/api/v1/attachments/1")]
    [InlineData("message", "/api/v1/errors")]
    [InlineData("customer", "/api/v1/customers/1")]
    [InlineData("rag", "/api/v1/knowledge/search?q=%E5%85%85%E7%94%B5")]
    [InlineData("erp-sync", "/api/v1/erp/orders")]
    [InlineData("ai", "/api/v1/ai/provider")]
    [InlineData("analytics", "/api/v1/stats")]
    public async Task A_path_goes_to_the_service_that_owns_it(string service, string path)
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var upstream = await UpstreamApp.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(
            databases, null, ($"Gateway:Services:{service}", upstream.Address));

        var answer = await gateway.SendAsync(HttpMethod.Get, path, Agent);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        Uri.UnescapeDataString((await answer.TextAsync("path"))!).ShouldBe(Uri.UnescapeDataString(path));
    }

    [Fact]
    public async Task Body_token_trace_and_request_id_arrive()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var upstream = await UpstreamApp.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(
            databases, null, ("Gateway:Services:message", upstream.Address));
        const string trace = "0af7651916cd43dd8448eb211c80319c";
        var http = gateway.As(Agent);
        http.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-b7ad6b7169203331-01");
        http.DefaultRequestHeaders.Add("X-Request-ID", "order-17");

        var answer = await gateway.SendAsync(HttpMethod.Post, "/api/v1/messages/", Agent, new { content = "充电桩" });

        var seen = await answer.JsonAsync();
        seen.GetProperty("path").GetString().ShouldBe("/api/v1/messages");
        seen.GetProperty("body").GetString()!.ShouldContain("content");
        seen.GetProperty("authorization").GetString().ShouldStartWith("Bearer ey");
        seen.GetProperty("traceparent").GetString()!.ShouldContain(trace);
        seen.GetProperty("request_id").GetString().ShouldBe("order-17");
        answer.Headers.GetValues("X-Request-ID").ShouldBe(["order-17"]);
    }

    [Theory]
    [InlineData(null, "127.0.0.1")]
    [InlineData("127.0.0.1", "203.0.113.9")]
    public async Task A_service_is_told_the_clients_address_and_never_what_the_client_says_of_itself(
        string? trusted, string expected)
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var upstream = await UpstreamApp.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(
            databases, null, ("Gateway:Services:message", upstream.Address), ("Edge:TrustedProxies:0", trusted ?? ""));
        gateway.As(Agent).DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.1, 203.0.113.9");

        var answer = await gateway.SendAsync(HttpMethod.Get, "/api/v1/messages", Agent);

        (await answer.TextAsync("forwarded_for")).ShouldBe(expected);
    }

    [Theory]
    [InlineData("/api/v1/messages", HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/api/v1/knowledge/imports", HttpStatusCode.OK)]
    [InlineData("/api/v1/knowledge/documents", HttpStatusCode.OK)]
    [InlineData("/api/v1/erp/imports/orders", HttpStatusCode.OK)]
    [InlineData("/api/v1/messages/1/attachments?name=photo.png", HttpStatusCode.OK)]
    public async Task Only_files_may_be_large(string path, HttpStatusCode expected)
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var upstream = await UpstreamApp.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(
            databases,
            null,
            ("Gateway:Services:message", upstream.Address),
            ("Gateway:Services:rag", upstream.Address),
            ("Gateway:Services:erp-sync", upstream.Address));
        using var file = new ByteArrayContent(new byte[2_000_000]);

        using var answer = await gateway.As(Agent).PostAsync(path, file, GatewayUnderTest.Ct);

        answer.StatusCode.ShouldBe(expected);
        if (expected != HttpStatusCode.OK)
        {
            (await answer.TextAsync("title")).ShouldBe("too_large");
        }
    }

    [Fact]
    public async Task The_documents_of_all_services_are_at_the_gateway_for_console_users()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var upstream = await UpstreamApp.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(
            databases, null, ("Gateway:Services:erp-sync", upstream.Address));

        var seen = await gateway.SendAsync(HttpMethod.Get, "/openapi/erp-sync.json", Caller.User("li", Policies.Viewer));
        var refused = await gateway.SendAsync(HttpMethod.Get, "/openapi/erp-sync.json", Agent);

        (await seen.TextAsync("path")).ShouldBe("/openapi/v1.json");
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_stranger_gets_nowhere()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var upstream = await UpstreamApp.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(
            databases, null, ("Gateway:Services:message", upstream.Address));

        var answer = await gateway.SendAsync(HttpMethod.Get, "/api/v1/messages");

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await answer.TextAsync("title")).ShouldBe("not_authenticated");
    }

    [Fact]
    public async Task The_gateway_answers_for_its_own_keys()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var upstream = await UpstreamApp.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(
            databases, null, ("Gateway:Services:message", upstream.Address));

        var answer = await gateway.SendAsync(HttpMethod.Get, "/api/v1/agents/keys", Caller.User("admin", Policies.Admin));

        (await answer.JsonAsync()).GetProperty("keys").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task An_unknown_path_is_not_found()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(databases);

        var answer = await gateway.SendAsync(HttpMethod.Get, "/api/v1/nothing", Agent);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.TextAsync("title")).ShouldBe("not_found");
    }

    [Fact]
    public async Task A_service_that_is_away_is_a_problem_to_try_again()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(databases);

        var answer = await gateway.SendAsync(HttpMethod.Get, "/api/v1/stats", Agent);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter.ShouldNotBeNull();
        (await answer.TextAsync("title")).ShouldBe("service_unavailable");
    }

    [Fact]
    public async Task A_socket_passes_in_both_directions()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var upstream = await UpstreamApp.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(
            databases, null, ("Gateway:Services:message", upstream.Address));
        using var socket = await ConnectAsync(gateway);

        (await EchoAsync(socket, "你好")).ShouldBe("你好");
    }

    [Fact]
    public async Task A_socket_without_a_token_is_refused()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var upstream = await UpstreamApp.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(
            databases, null, ("Gateway:Services:message", upstream.Address));
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;

        await Should.ThrowAsync<WebSocketException>(() => socket.ConnectAsync(SocketAddress(gateway), GatewayUnderTest.Ct));

        socket.HttpStatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_stopping_gateway_does_not_wait_for_open_sockets()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var upstream = await UpstreamApp.StartAsync();
        var gateway = await GatewayUnderTest.StartAsync(
            databases, null, ("Gateway:Services:message", upstream.Address));
        using var socket = await ConnectAsync(gateway);
        await EchoAsync(socket, "x");

        var stop = gateway.DisposeAsync().AsTask();

        (await Task.WhenAny(stop, Task.Delay(TimeSpan.FromSeconds(10), GatewayUnderTest.Ct))).ShouldBe(stop);
    }

    [Fact]
    public async Task A_gateway_without_the_services_addresses_does_not_start()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);

        var refused = await Should.ThrowAsync<StartRefusedException>(() => GatewayUnderTest.StartAsync(
            databases, null, ("Gateway:Services:rag", ""), ("Gateway:Services:erp-sync", "erp:8080")));

        refused.Message.ShouldContain("Gateway:Services:rag is missing");
        refused.Message.ShouldContain("Gateway:Services:erp-sync is missing");
    }

    private static Uri SocketAddress(GatewayUnderTest gateway) =>
        new UriBuilder(gateway.Address) { Scheme = "ws", Path = "/api/v1/agents/agent-1/socket" }.Uri;

    private static async Task<ClientWebSocket> ConnectAsync(GatewayUnderTest gateway)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {gateway.Token(Agent)}");
        await socket.ConnectAsync(SocketAddress(gateway), GatewayUnderTest.Ct);
        return socket;
    }

    private static async Task<string> EchoAsync(ClientWebSocket socket, string text)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, GatewayUnderTest.Ct);
        var buffer = new byte[256];
        var part = await socket.ReceiveAsync(buffer, GatewayUnderTest.Ct);
        return Encoding.UTF8.GetString(buffer, 0, part.Count);
    }
}
