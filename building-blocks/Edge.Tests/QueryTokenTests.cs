using System.Net;

namespace WeChatPlatform.Edge.Tests;

public sealed class QueryTokenTests
{
    private static readonly Caller Agent = Caller.Agent("agent-1", Caller.RealDesktop);

    [Fact]
    public async Task A_socket_may_carry_its_token_in_the_query()
    {
        await using var host = await EdgeHost.StartAsync();

        using var socket = await host.Server.CreateWebSocketClient().ConnectAsync(
            new Uri($"ws://localhost/api/v1/socket?access_token={host.Token(Agent)}"), EdgeHost.Ct);

        socket.State.ShouldBe(System.Net.WebSockets.WebSocketState.Open);
    }

    [Theory]
    [InlineData("/api/v1/socket")]
    [InlineData("/api/v1/socket?access_token=x")]
    public async Task A_socket_without_a_good_token_is_refused(string path)
    {
        await using var host = await EdgeHost.StartAsync();

        await ShouldRefuse(host, path);
    }

    [Fact]
    public async Task A_socket_outside_the_api_may_not()
    {
        await using var host = await EdgeHost.StartAsync();

        await ShouldRefuse(host, $"/elsewhere/socket?access_token={host.Token(Agent)}");
    }

    [Fact]
    public async Task A_plain_request_may_not()
    {
        await using var host = await EdgeHost.StartAsync();

        var answer = await host.GetAsync($"/api/v1/agent?access_token={host.Token(Agent)}");

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task ShouldRefuse(EdgeHost host, string path)
    {
        var refusal = await Should.ThrowAsync<InvalidOperationException>(() =>
            host.Server.CreateWebSocketClient().ConnectAsync(new Uri($"ws://localhost{path}"), EdgeHost.Ct));
        refusal.Message.ShouldContain("401");
    }
}
