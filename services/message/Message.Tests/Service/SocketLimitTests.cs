using System.Net;
using System.Net.WebSockets;
using WeChatPlatform.Contracts;
using WeChatPlatform.Edge;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>How an agent's socket ends when the agent may no longer have it.</summary>
public sealed class SocketLimitTests
{
    [Fact]
    public async Task A_socket_ends_when_the_key_behind_its_token_is_revoked_and_others_stay()
    {
        await using var service = await MessageService.StartAsync();
        var (taken, kept) = (Guid.NewGuid(), Guid.NewGuid());
        await using var lost = await OpenAsync(service, taken);
        await using var good = await OpenAsync(service, kept);
        await good.SendAsync(new { type = "hello", ledger_id = "ledger-1" });

        await service.Host.PublishAsync(new AccessRevoked([taken], DateTimeOffset.UnixEpoch));

        await lost.EndedAsync();
        await good.ReportAsync(Guid.NewGuid(), "verified");
        var refused = await Should.ThrowAsync<HttpRequestException>(() => OpenAsync(service, taken));
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_socket_that_says_nothing_is_shown_out()
    {
        await using var service = await MessageService.StartAsync(("Message:HelloSeconds", "1"));
        await using var line = await OpenAsync(service, Guid.NewGuid());

        await line.EndedAsync();

        line.Closed.ShouldBe(WebSocketCloseStatus.PolicyViolation);
    }

    [Fact]
    public async Task An_agent_has_a_limit_of_sockets_and_others_have_their_own()
    {
        await using var service = await MessageService.StartAsync(("Message:SocketsPerAgent", "2"), ("Message:HelloSeconds", "300"));
        var first = await OpenAsync(service, Guid.NewGuid());
        await using var second = await OpenAsync(service, Guid.NewGuid());

        var refused = await Should.ThrowAsync<HttpRequestException>(() => OpenAsync(service, Guid.NewGuid()));

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        await using var other = await AgentLine.OpenAsync(service.Host, "agent-2", "agent-2");
        await first.DisposeAsync();
        await Eventually.Holds("the place of a closed socket is free again", async () =>
        {
            await using var next = await OpenAsync(service, Guid.NewGuid());
            return true;
        });
    }

    private static Task<AgentLine> OpenAsync(MessageService service, Guid grant) =>
        AgentLine.OpenAsync(service.Host, "agent-1", Caller.Agent("agent-1", Caller.SimulatedDesktop, grant));
}
