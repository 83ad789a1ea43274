using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;
using WeChatPlatform.Message.Greetings;

namespace WeChatPlatform.Message.Agents;

/// <summary>The socket over which an agent is sent its decisions and reports its deliveries.</summary>
internal static class AgentSocket
{
    public static void MapAgentSocket(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/agents/{agentId}/socket", Handle)
            .WithName("message.AgentSocket").RequireAuthorization(Policies.Agent);

    private static async Task<IResult> Handle(
        string agentId,
        HttpContext http,
        ClaimsPrincipal user,
        AgentConnections connections,
        RevokedAccess revoked,
        IOptions<MessageOptions> options,
        IServiceProvider services,
        IHostApplicationLifetime lifetime,
        CancellationToken ct)
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

        if (!connections.TryOpen(agentId, options.Value.SocketsPerAgent))
        {
            return TypedResults.Problem(
                "该客户端的连接过多 / this agent has too many sockets",
                statusCode: StatusCodes.Status429TooManyRequests, title: "too_many_sockets");
        }

        try
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync();

            // A stopping host closes its sockets at once; the agents come back to another replica or to the next start. So it does
            // when the agent's key is revoked or its token's time is over: who may still log in comes back.
            using var access = revoked.Watch(user);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping, access.Ended);
            using var session = ActivatorUtilities.CreateInstance<AgentSession>(
                services, agentId, socket, ActivatorUtilities.CreateInstance<GreetingPush>(services, user.Agent()));
            await session.RunAsync(stop.Token);
        }
        finally
        {
            connections.Closed(agentId);
        }

        return TypedResults.Empty;
    }
}
