using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Contracts;
using WeChatPlatform.Message.Conversations;

namespace WeChatPlatform.Message.Replies;

internal static class ConversationHistory
{
    /// <summary>The newest lines before a turn, oldest first: what the customer wrote and what was answered.</summary>
    public static async Task<IReadOnlyList<ChatLine>> BeforeAsync(
        MessageDbContext context, Turn turn, int lines, CancellationToken ct)
    {
        if (lines == 0)
        {
            return [];
        }

        var asked = await context.Messages.AsNoTracking()
            .Where(message => message.ConversationId == turn.ConversationId && message.TurnId != turn.CorrelationId
                && message.Type != MessageKind.System && message.Type != MessageKind.Recall)
            .OrderByDescending(message => message.Sequence)
            .Take(lines)
            .Select(message => new { message.ReceivedAt, message.Type, message.Content, message.Quoted, message.Side })
            .ToListAsync(ct);
        var answered = await context.Decisions.AsNoTracking()
            .Where(decision => decision.ConversationId == turn.ConversationId && decision.DeliveryState != DeliveryState.None)
            .OrderByDescending(decision => decision.Number)
            .Take(lines)
            .Select(decision => new { decision.DecidedAt, decision.Parts })
            .ToListAsync(ct);
        return
        [
            .. asked.Select(m => (
                    At: m.ReceivedAt,
                    Line: new ChatLine(m.Side == "own" ? "assistant" : "customer", MessageKind.Line(m.Type, m.Content, m.Quoted))))
                .Concat(answered.Select(d => (At: d.DecidedAt, Line: new ChatLine("assistant", string.Join('\n', d.Parts)))))
                .OrderBy(entry => entry.At)
                .Select(entry => entry.Line)
                .TakeLast(lines),
        ];
    }
}
