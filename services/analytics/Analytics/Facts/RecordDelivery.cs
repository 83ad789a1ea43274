using MassTransit;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Analytics;

/// <summary>Keeps the latest report about each part of a decision, in whatever order reports arrive.</summary>
internal sealed class RecordDeliveryConsumer(AnalyticsDbContext context) : IConsumer<ReplyDelivered>
{
    public Task Consume(ConsumeContext<ReplyDelivered> delivery) =>
        RecordDelivery.WriteAsync(context, delivery.Message, delivery.CancellationToken);
}

internal static class RecordDelivery
{
    public static Task WriteAsync(AnalyticsDbContext context, ReplyDelivered report, CancellationToken ct) =>
        context.Database.ExecuteSqlAsync(
            $"""
            insert into delivery_facts
                (decision_id, part, conversation_id, agent_id, outcome, reason, received_at, at)
            values ({report.DecisionId}, {report.Part}, {report.ConversationId}, {report.AgentId}, {report.Outcome}, {report.Reason},
                {report.ReceivedAt.ToUniversalTime()}, {report.At.ToUniversalTime()})
            on conflict (decision_id, part) do update
            set outcome = excluded.outcome, reason = excluded.reason, at = excluded.at
            where delivery_facts.at < excluded.at
            """,
            ct);
}
