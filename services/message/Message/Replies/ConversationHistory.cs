using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Contracts;
using WeChatPlatform.Message.Conversations;
using WeChatPlatform.Message.Deliveries;

namespace WeChatPlatform.Message.Replies;

internal static class ConversationHistory
{
    private const int LinesAsked = 4;

    // What leans on the conversation is short: 那个呢, 那11kW的要多少钱. Longer questions cost no look.
    private const int LongestLeaning = 16;

    /// <summary>What the customer asked just before, oldest first, for a question so short that it may lean on it; absent for others.</summary>
    public static async Task<IReadOnlyList<ChatLine>?> AskedBeforeAsync(
        MessageDbContext context, Turn turn, Conversation conversation, string question, CancellationToken ct)
    {
        if (question.Length is 0 or > LongestLeaning || conversation.LastSequence <= 1)
        {
            return null;
        }

        var asked = await context.Messages.AsNoTracking()
            .Where(message => message.ConversationId == turn.ConversationId && message.TurnId != turn.CorrelationId && !message.IsEcho
                && message.Side == "other" && message.Type == MessageKind.Text)
            .OrderByDescending(message => message.Sequence)
            .Take(LinesAsked)
            .Select(message => message.Content)
            .ToListAsync(ct);
        asked.Reverse();
        return asked.Count == 0 ? null : asked.ConvertAll(text => new ChatLine("customer", text));
    }

    /// <summary>The newest lines before a turn, oldest first: what the customer wrote, what was answered and what people of ours said.</summary>
    public static Task<IReadOnlyList<ChatLine>> BeforeAsync(MessageDbContext context, Turn turn, int lines, CancellationToken ct) =>
        NewestAsync(context, context.Messages.Where(message => message.TurnId != turn.CorrelationId), turn.ConversationId, lines, ct);

    /// <summary>The newest lines of a conversation, oldest first, as <see cref="BeforeAsync"/> tells them.</summary>
    public static Task<IReadOnlyList<ChatLine>> NewestAsync(
        MessageDbContext context, Guid conversationId, int lines, CancellationToken ct) =>
        NewestAsync(context, context.Messages, conversationId, lines, ct);

    private static async Task<IReadOnlyList<ChatLine>> NewestAsync(
        MessageDbContext context, IQueryable<ChatMessage> messages, Guid conversationId, int lines, CancellationToken ct)
    {
        if (lines == 0)
        {
            return [];
        }

        var asked = await messages.AsNoTracking()
            .Where(message => message.ConversationId == conversationId && !message.IsEcho
                && message.Type != MessageKind.System && message.Type != MessageKind.Recall)
            .OrderByDescending(message => message.Sequence)
            .Take(lines)
            .Select(message => new
            {
                message.ReceivedAt, message.Type, message.Content, message.Quoted, message.Side,
                Read = context.AttachmentReadings.Where(reading => reading.MessageId == message.Id).Select(reading => reading.Text).SingleOrDefault(),
            })
            .ToListAsync(ct);

        // What a person of ours said to a group was said to this member too.
        var spoken = await context.Conversations.AsNoTracking()
            .Where(conversation => conversation.Id == conversationId && conversation.IsGroup)
            .SelectMany(conversation => context.Conversations.Where(
                other => other.AgentId == conversation.AgentId && other.ChatId == conversation.ChatId && other.Id != conversation.Id))
            .Join(
                context.Messages.Where(message => message.Side == "own" && !message.IsEcho
                    && message.Type != MessageKind.System && message.Type != MessageKind.Recall),
                conversation => conversation.Id, message => message.ConversationId,
                (_, message) => new { message.ReceivedAt, message.Type, message.Content, message.Quoted })
            .OrderByDescending(message => message.ReceivedAt)
            .Take(lines)
            .ToListAsync(ct);

        // Neither what was taken back nor what was not sent was said.
        var answered = await context.Decisions.AsNoTracking()
            .Where(decision => decision.ConversationId == conversationId
                && decision.DeliveryState != DeliveryState.None && decision.DeliveryState != DeliveryState.Superseded
                && !context.Deliveries.Any(delivery => delivery.DecisionId == decision.Id && delivery.Part == 0
                    && delivery.Outcome == DeliveryOutcome.NotSent))
            .OrderByDescending(decision => decision.Number)
            .Take(lines)
            .Select(decision => new { decision.DecidedAt, decision.Parts })
            .ToListAsync(ct);
        return
        [
            .. asked.Select(m => (
                    At: m.ReceivedAt,
                    Line: new ChatLine(m.Side == "own" ? "assistant" : "customer", MessageKind.Line(m.Type, m.Content, m.Quoted, m.Read))))
                .Concat(spoken.Select(m => (At: m.ReceivedAt, Line: new ChatLine("assistant", MessageKind.Line(m.Type, m.Content, m.Quoted)))))
                .Concat(answered.Select(d => (At: d.DecidedAt, Line: new ChatLine("assistant", string.Join('\n', d.Parts)))))
                .OrderBy(entry => entry.At)
                .Select(entry => entry.Line)
                .TakeLast(lines),
        ];
    }
}
