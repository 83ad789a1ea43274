using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;
using WeChatPlatform.Message.Attachments;

namespace WeChatPlatform.Message.Conversations;

/// <summary>Conversations, newest first, paged by key; and the messages and decisions of one of them.</summary>
internal static class ListConversations
{
    private const int LargestPage = 200;

    internal sealed record Item(
        Guid Id, string AgentId, string ChatId, string ChatName, string Speaker, bool IsGroup, long Messages, DateTimeOffset CreatedAt);

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
    }

    internal sealed record DecisionItem(
        Guid Id, Guid? TurnId, string Action, IReadOnlyList<string> Parts, double Confidence, string Reason,
        IReadOnlyList<string> EvidenceIds, IReadOnlyList<Guid> MessageIds, DateTimeOffset DecidedAt, string DeliveryState,
        IReadOnlyList<DeliveryItem> Deliveries);

    internal sealed record DeliveryItem(int Part, string Outcome, string? Reason, DateTimeOffset At);

    internal sealed record Detail(Item Conversation, IReadOnlyList<MessageItem> Messages, IReadOnlyList<DecisionItem> Decisions, long? Next);

    public static void MapListConversations(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/conversations", List).WithName("message.ListConversations").RequireAuthorization(Policies.Viewer);
        routes.MapGet("/conversations/{conversationId:guid}", Get)
            .WithName("message.GetConversation").RequireAuthorization(Policies.Viewer);
    }

    private static async Task<Ok<Page>> List(MessageDbContext context, Guid? before, int? limit, CancellationToken ct)
    {
        var size = Math.Clamp(limit ?? 50, 1, LargestPage);
        var items = await context.Conversations.AsNoTracking()
            .Where(c => before == null || c.Id.CompareTo(before.Value) < 0)
            .OrderByDescending(c => c.Id)
            .Take(size)
            .Select(c => new Item(c.Id, c.AgentId, c.ChatId, c.ChatName, c.Speaker, c.IsGroup, c.LastSequence, c.CreatedAt))
            .ToListAsync(ct);
        return TypedResults.Ok(new Page(items, items.Count == size ? items[^1].Id : null));
    }

    private static async Task<Results<Ok<Detail>, ProblemHttpResult>> Get(
        Guid conversationId, MessageDbContext context, long? before, int? limit, CancellationToken ct)
    {
        var size = Math.Clamp(limit ?? 50, 1, LargestPage);
        var conversation = await context.Conversations.AsNoTracking()
            .Where(c => c.Id == conversationId)
            .Select(c => new Item(c.Id, c.AgentId, c.ChatId, c.ChatName, c.Speaker, c.IsGroup, c.LastSequence, c.CreatedAt))
            .SingleOrDefaultAsync(ct);
        if (conversation is null)
        {
            return TypedResults.Problem(
                "没有这个会话 / no such conversation", statusCode: StatusCodes.Status404NotFound, title: "conversation_not_found");
        }

        var messages = await context.Messages.AsNoTracking()
            .Where(m => m.ConversationId == conversationId && (before == null || m.Sequence < before))
            .OrderByDescending(m => m.Sequence)
            .Take(size)
            .Select(m => new MessageItem(m.Id, m.Sequence, m.Sender, m.Side, m.Type, m.Content, m.ReceivedAt, m.TurnId, m.DecisionId)
            {
                SentAt = m.SentAt, Quoted = m.Quoted, SideSource = m.SideSource, SideConfidence = m.SideConfidence,
                SenderConfidence = m.SenderConfidence, HasAttachment = m.HasAttachment,
            })
            .ToListAsync(ct);
        var attachments = await GetAttachments.OfAsync(context, [.. messages.Select(m => m.Id)], ct);
        messages = messages.ConvertAll(m => m with { Attachments = [.. attachments[m.Id]] });
        var decisionIds = messages.Where(m => m.DecisionId != null).Select(m => m.DecisionId!.Value).Distinct().ToList();

        // Before their deliveries: a decision that is shown as settled is shown with what settled it.
        var decided = await context.Decisions.AsNoTracking()
            .Where(d => decisionIds.Contains(d.Id))
            .OrderBy(d => d.Number)
            .ToListAsync(ct);
        var deliveries = (await context.Deliveries.AsNoTracking()
            .Where(d => decisionIds.Contains(d.DecisionId))
            .OrderBy(d => d.Part)
            .ToListAsync(ct)).ToLookup(d => d.DecisionId);
        var decisions = decided
            .Select(d => new DecisionItem(
                d.Id, d.TurnId, d.Action, d.Parts, d.Confidence, d.Reason, d.EvidenceIds, d.MessageIds, d.DecidedAt, d.DeliveryState,
                [.. deliveries[d.Id].Select(delivery => new DeliveryItem(delivery.Part, delivery.Outcome, delivery.Reason, delivery.At))]));
        return TypedResults.Ok(new Detail(
            conversation, messages, [.. decisions], messages.Count == size ? messages[^1].Sequence : null));
    }
}
