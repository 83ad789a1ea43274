using System.Linq.Expressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;
using WeChatPlatform.Message.Attachments;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Message.Conversations;

/// <summary>Conversations, newest first, paged by key; and the messages and decisions of one of them.</summary>
internal static class ListConversations
{
    /// <remarks>
    /// The members about a pause are absent when there is none; <paramref name="PausedUntil"/> also in one that lasts until
    /// somebody ends it. <paramref name="PausedBy"/> is person or api.
    /// </remarks>
    internal sealed record Item(
        Guid Id, string AgentId, string ChatId, string ChatName, string Speaker, bool IsGroup, long Messages, DateTimeOffset CreatedAt,
        DateTimeOffset? PausedUntil, string? PauseReason, string? PausedBy);

    internal sealed record Page(IReadOnlyList<Item> Items, Guid? Next);

    internal sealed record MessageItem(
        Guid Id, long Sequence, string Sender, string Side, string Type, string Content, DateTimeOffset ReceivedAt, Guid? TurnId, Guid? DecisionId)
    {
        public DateTimeOffset SentAt { get; init; }

        public string? Quoted { get; init; }

        public string? SideSource { get; init; }

        public double? SideConfidence { get; init; }

        public double? SenderConfidence { get; init; }

        /// <summary>Whether the agent said that bytes follow; what came of them is in the list.</summary>
        public bool HasAttachment { get; init; }

        public IReadOnlyList<GetAttachments.Item> Attachments { get; init; } = [];

        /// <summary>What a machine read in its image or voice; absent while nothing is known.</summary>
        public Reading? Reading { get; init; }
    }

    /// <remarks>The text is absent when it cannot be read, and the reason when it was.</remarks>
    internal sealed record Reading(string? Text, string How, string? Reason);

    internal sealed record Detail(Item Conversation, IReadOnlyList<MessageItem> Messages, IReadOnlyList<DecisionDetails.Item> Decisions, long? Next);

    public static void MapListConversations(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/conversations", List).WithName("message.ListConversations").RequireAuthorization(Policies.Viewer);
        routes.MapGet("/conversations/{conversationId:guid}", Get)
            .WithName("message.GetConversation").RequireAuthorization(Policies.Viewer);
    }

    private static async Task<Ok<Page>> List(MessageDbContext context, TimeProvider time, Guid? before, int? limit, CancellationToken ct)
    {
        var page = await context.Conversations.AsNoTracking()
            .Where(c => before == null || c.Id.CompareTo(before.Value) < 0)
            .OrderByDescending(c => c.Id)
            .Select(ItemAt(time.GetUtcNow()))
            .ReadPageAsync(limit, ct);
        return TypedResults.Ok(new Page(page.Rows, page.GoesOnFrom?.Id));
    }

    private static async Task<Results<Ok<Detail>, ProblemHttpResult>> Get(
        Guid conversationId, MessageDbContext context, TimeProvider time, long? before, int? limit, CancellationToken ct)
    {
        var conversation = await context.Conversations.AsNoTracking()
            .Where(c => c.Id == conversationId)
            .Select(ItemAt(time.GetUtcNow()))
            .SingleOrDefaultAsync(ct);
        if (conversation is null)
        {
            return TypedResults.Problem(
                "没有这个会话 / no such conversation", statusCode: StatusCodes.Status404NotFound, title: "conversation_not_found");
        }

        var page = await context.Messages.AsNoTracking()
            .Where(m => m.ConversationId == conversationId && (before == null || m.Sequence < before))
            .OrderByDescending(m => m.Sequence)
            .Select(m => new MessageItem(m.Id, m.Sequence, m.Sender, m.Side, m.Type, m.Content, m.ReceivedAt, m.TurnId, m.DecisionId)
            {
                SentAt = m.SentAt, Quoted = m.Quoted, SideSource = m.SideSource, SideConfidence = m.SideConfidence,
                SenderConfidence = m.SenderConfidence, HasAttachment = m.HasAttachment,
                Reading = context.AttachmentReadings.Where(r => r.MessageId == m.Id)
                    .Select(r => new Reading(r.Text, r.How, r.Reason)).SingleOrDefault(),
            })
            .ReadPageAsync(limit, ct);
        var attachments = await GetAttachments.OfAsync(context, [.. page.Rows.Select(m => m.Id)], ct);
        var messages = page.Rows.Select(m => m with { Attachments = [.. attachments[m.Id]] }).ToList();
        var decisions = await DecisionDetails.ReadAsync(
            context, conversationId,
            [.. messages.Where(m => m.DecisionId != null).Select(m => m.DecisionId!.Value).Distinct()],
            [.. messages.Where(m => m.TurnId != null).Select(m => m.TurnId!.Value).Distinct()],
            ct);
        return TypedResults.Ok(new Detail(conversation, messages, decisions, page.GoesOnFrom?.Sequence));
    }

    private static Expression<Func<Conversation, Item>> ItemAt(DateTimeOffset now) => c => new Item(
        c.Id, c.AgentId, c.ChatId, c.ChatName, c.Speaker, c.IsGroup, c.LastSequence, c.CreatedAt,
        c.PausedUntil > now ? c.PausedUntil : null,
        c.PausedAt != null && (c.PausedUntil == null || c.PausedUntil > now) ? c.PauseReason : null,
        c.PausedAt != null && (c.PausedUntil == null || c.PausedUntil > now) ? c.PausedBy : null);
}
