using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Message.Conversations;

/// <summary>Keeps the machine silent in a conversation, for some time or until it is resumed.</summary>
internal static class PauseConversation
{
    private const int MostMinutes = 7 * 24 * 60;

    /// <remarks>Without <paramref name="Minutes"/> the pause lasts until somebody resumes the conversation.</remarks>
    internal sealed record Request(int? Minutes, string? Reason);

    internal sealed record Response(Guid ConversationId, bool Paused, DateTimeOffset? PausedUntil, string? PauseReason, string? PausedBy);

    public static void MapPauseConversation(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/conversations/{conversationId:guid}/pause", Pause)
            .WithName("message.PauseConversation").RequireAuthorization(Policies.Operator);
        routes.MapPost("/conversations/{conversationId:guid}/resume", Resume)
            .WithName("message.ResumeConversation").RequireAuthorization(Policies.Operator);
    }

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Pause(
        Guid conversationId, Request? request, ClaimsPrincipal user, MessageDbContext context, ChatPauses pauses, TimeProvider time,
        CancellationToken ct) =>
        request is { Minutes: < 1 or > MostMinutes } or { Reason.Length: > 200 }
            ? TypedResults.Problem(
                $"minutes 须为 1 到 {MostMinutes}；reason 最多 200 个字符 / minutes are 1 to {MostMinutes}; reason has at most 200 characters",
                statusCode: StatusCodes.Status400BadRequest, title: "invalid_pause")
            : await ChangeAsync(context, conversationId, time, conversation =>
            {
                var until = request?.Minutes is { } minutes ? time.GetUtcNow().AddMinutes(minutes) : (DateTimeOffset?)null;
                pauses.PauseByApi(conversation, until, request?.Reason?.Replace("\0", "", StringComparison.Ordinal), user.Caller()!.Id);
                return Task.CompletedTask;
            }, ct);

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Resume(
        Guid conversationId, ClaimsPrincipal user, MessageDbContext context, ChatPauses pauses, TimeProvider time, CancellationToken ct) =>
        await ChangeAsync(
            context, conversationId, time, conversation => pauses.ResumeAsync(conversation, user.Caller()!.Id, ct), ct);

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> ChangeAsync(
        MessageDbContext context, Guid conversationId, TimeProvider time, Func<Conversation, Task> change, CancellationToken ct) =>
        await context.Database.CreateExecutionStrategy().ExecuteAsync<Results<Ok<Response>, ProblemHttpResult>>(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            if (!await context.Conversations.AnyAsync(one => one.Id == conversationId, ct))
            {
                return TypedResults.Problem(
                    "没有这个会话 / no such conversation", statusCode: StatusCodes.Status404NotFound, title: "conversation_not_found");
            }

            var conversation = await context.LockConversationAsync(conversationId, ct);
            await change(conversation);
            await context.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return TypedResults.Ok(new Response(
                conversation.Id, conversation.IsPaused(time.GetUtcNow()), conversation.PausedUntil, conversation.PauseReason,
                conversation.PausedBy));
        });
}
