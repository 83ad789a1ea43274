using MassTransit;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Analytics;

/// <summary>Keeps that a decision was taken back before anything was sent: it counts no more, in whatever order it is heard.</summary>
internal sealed class RecordSupersededConsumer(AnalyticsDbContext context) : IConsumer<ReplySuperseded>
{
    public Task Consume(ConsumeContext<ReplySuperseded> delivery) =>
        RecordSuperseded.WriteAsync(context, delivery.Message, delivery.CancellationToken);
}

internal static class RecordSuperseded
{
    public static Task WriteAsync(AnalyticsDbContext context, ReplySuperseded superseded, CancellationToken ct) =>
        context.Database.ExecuteSqlAsync(
            $"""
            insert into decision_facts
                (decision_id, conversation_id, agent_id, action, reason, confidence, message_count, received_at, at)
            values ({superseded.DecisionId}, {superseded.ConversationId}, {superseded.AgentId}, {DecisionFact.Superseded},
                {DecisionFact.Superseded}, 0, {superseded.MessageIds.Count}, {superseded.ReceivedAt.ToUniversalTime()},
                {superseded.At.ToUniversalTime()})
            on conflict (decision_id) do update set action = excluded.action
            """,
            ct);
}
