using MassTransit;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Analytics;

/// <summary>Keeps what was decided for a turn, once by the decision's id.</summary>
internal sealed class RecordDecisionConsumer(AnalyticsDbContext context) : IConsumer<ReplyDecided>
{
    public Task Consume(ConsumeContext<ReplyDecided> delivery) =>
        RecordDecision.WriteAsync(context, delivery.Message, delivery.CancellationToken);
}

internal static class RecordDecision
{
    public static Task WriteAsync(AnalyticsDbContext context, ReplyDecided decision, CancellationToken ct) =>
        context.Database.ExecuteSqlAsync(
            $"""
            insert into decision_facts
                (decision_id, conversation_id, agent_id, action, reason, confidence, message_count, received_at, at)
            values ({decision.DecisionId}, {decision.ConversationId}, {decision.AgentId}, {decision.Action}, {decision.Reason},
                {decision.Confidence}, {decision.MessageIds.Count}, {decision.ReceivedAt.ToUniversalTime()}, {decision.At.ToUniversalTime()})
            on conflict (decision_id) do nothing
            """,
            ct);
}
