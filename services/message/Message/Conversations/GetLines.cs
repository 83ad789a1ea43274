using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Contracts;
using WeChatPlatform.Edge;
using WeChatPlatform.Message.Replies;

namespace WeChatPlatform.Message.Conversations;

/// <summary>What was said in a conversation, for another service of the platform that reads it: each line once, and only what was said.</summary>
internal static class GetLines
{
    private const int MostLines = 200;

    /// <remarks><paramref name="Lines"/> are the newest, oldest first.</remarks>
    internal sealed record Response(Guid ConversationId, string AgentId, IReadOnlyList<ChatLine> Lines);

    public static void MapGetLines(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/conversations/{conversationId:guid}/lines", Handle)
            .RequireAuthorization(Policies.Service)
            .WithName("message.GetLines")
            .WithSummary("What was said in a conversation, for another service of the platform");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        Guid conversationId, MessageDbContext context, int? limit, CancellationToken ct)
    {
        var agentId = await context.Conversations.AsNoTracking()
            .Where(conversation => conversation.Id == conversationId)
            .Select(conversation => conversation.AgentId)
            .SingleOrDefaultAsync(ct);
        return agentId is null
            ? TypedResults.Problem(
                "没有这个会话 / no such conversation", statusCode: StatusCodes.Status404NotFound, title: "conversation_not_found")
            : TypedResults.Ok(new Response(
                conversationId, agentId,
                await ConversationHistory.NewestAsync(context, conversationId, Math.Clamp(limit ?? MostLines, 1, MostLines), ct)));
    }
}
