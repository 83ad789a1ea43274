using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;
using WeChatPlatform.Message.Agents;
using WeChatPlatform.Message.Replies;

namespace WeChatPlatform.Message.Conversations;

/// <summary>What was decided for a message, for agents without a socket. The response claims what is to be typed.</summary>
internal static class GetReply
{
    public static void MapGetReply(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/messages/{messageId:guid}/reply", Handle)
            .WithName("message.GetReply").RequireAuthorization(Policies.Agent);

    private static async Task<Results<Ok<DecisionReply>, ProblemHttpResult>> Handle(
        Guid messageId, ClaimsPrincipal user, MessageDbContext context, DecisionClaims claims, CancellationToken ct)
    {
        var agentId = user.AgentId();
        var known = await context.Messages.AnyAsync(message => message.Id == messageId && message.AgentId == agentId, ct);
        var reply = known ? await claims.TryClaimAsync(messageId, ct) : null;
        return reply is null
            ? TypedResults.Problem("回复未找到 / no reply yet", statusCode: StatusCodes.Status404NotFound, title: "reply_not_found")
            : TypedResults.Ok(reply);
    }
}
