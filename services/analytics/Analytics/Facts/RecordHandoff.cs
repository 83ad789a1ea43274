using MassTransit;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Analytics;

/// <summary>Keeps that a conversation was handed to a person, once by the decision's id.</summary>
internal sealed class RecordHandoffConsumer(AnalyticsDbContext context) : IConsumer<HandoffRequested>
{
    public Task Consume(ConsumeContext<HandoffRequested> delivery) =>
        RecordHandoff.WriteAsync(context, delivery.Message, delivery.CancellationToken);
}

internal static class RecordHandoff
{
    public static Task WriteAsync(AnalyticsDbContext context, HandoffRequested handoff, CancellationToken ct) =>
        context.Database.ExecuteSqlAsync(
            $"""
            insert into handoff_facts (decision_id, conversation_id, agent_id, reason, at)
            values ({handoff.DecisionId}, {handoff.ConversationId}, {handoff.AgentId}, {handoff.Reason}, {handoff.At.ToUniversalTime()})
            on conflict (decision_id) do nothing
            """,
            ct);
}
