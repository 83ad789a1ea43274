using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Message.Agents;

/// <summary>The socket over which an agent is sent its decisions and reports its deliveries.</summary>
internal static class AgentSocket
{
    public static void MapAgentSocket(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/agents/{agentId}/socket", Handle)
            .WithName("message.AgentSocket").RequireAuthorization(Policies.Agent).ExcludeFromDescription();

    private static async Task<IResult> Handle(
        string agentId, HttpContext http, ClaimsPrincipal user, IServiceProvider services, IHostApplicationLifetime lifetime, CancellationToken ct)
    {
        if (user.AgentId() != agentId)
        {
            return TypedResults.Problem(
                "只能连接自己的通道 / an agent opens its own socket only",
                statusCode: StatusCodes.Status403Forbidden, title: "agent_mismatch");
        }

        if (!http.WebSockets.IsWebSocketRequest)
        {
            return TypedResults.Problem(
                "需要 WebSocket / a WebSocket is needed", statusCode: StatusCodes.Status400BadRequest, title: "websocket_needed");
        }

        using var socket = await http.WebSockets.AcceptWebSocketAsync();

        // A stopping host closes its sockets at once; the agents come back to another replica or to the next start.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
        using var session = ActivatorUtilities.CreateInstance<AgentSession>(services, agentId, socket);
        await session.RunAsync(stop.Token);
        return TypedResults.Empty;
    }
}
