using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Message.Closing;

/// <summary>A person closes a conversation, and may say whether the customer was satisfied. The next message goes on as ever.</summary>
internal static class CloseConversation
{
    /// <remarks><paramref name="Satisfied"/> is absent when nobody knows.</remarks>
    internal sealed record Request(bool? Satisfied);

    /// <remarks><paramref name="Turns"/> is what was asked since the conversation closed the last time.</remarks>
    internal sealed record Response(Guid ConversationId, int Turns);

    public static void MapCloseConversation(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/conversations/{conversationId:guid}/close", Handle)
            .WithName("message.CloseConversation").RequireAuthorization(Policies.Operator);

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        Guid conversationId, Request? request, ClaimsPrincipal user, MessageDbContext context, ConversationClosing closing,
        ILogger<ConversationClosing> logger, CancellationToken ct)
    {
        if (!await context.Conversations.AnyAsync(one => one.Id == conversationId, ct))
        {
            return TypedResults.Problem(
                "没有这个会话 / no such conversation", statusCode: StatusCodes.Status404NotFound, title: "conversation_not_found");
        }

        if (await closing.CloseByPersonAsync(conversationId, request?.Satisfied, ct) is not { } turns)
        {
            return TypedResults.Problem(
                "正在答复客户，请稍后再结束 / a question is being answered; close it after that",
                statusCode: StatusCodes.Status409Conflict, title: "turn_open");
        }

        logger.ConversationClosedBy(conversationId, user.Caller()!.Id);
        return TypedResults.Ok(new Response(conversationId, turns));
    }
}
