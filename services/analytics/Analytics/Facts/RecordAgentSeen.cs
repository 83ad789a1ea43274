using MassTransit;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Analytics;

/// <summary>Keeps the latest sign of life of each agent, in whatever order the signs arrive.</summary>
internal sealed class RecordAgentSeenConsumer(AnalyticsDbContext context) : IConsumer<AgentSeen>
{
    public Task Consume(ConsumeContext<AgentSeen> delivery) =>
        RecordAgentSeen.WriteAsync(context, delivery.Message, delivery.CancellationToken);
}

internal static class RecordAgentSeen
{
    public static Task WriteAsync(AnalyticsDbContext context, AgentSeen seen, CancellationToken ct) =>
        context.Database.ExecuteSqlAsync(
            $"""
            insert into agent_facts (agent_id, last_seen_at)
            values ({seen.AgentId}, {seen.At.ToUniversalTime()})
            on conflict (agent_id) do update
            set last_seen_at = greatest(agent_facts.last_seen_at, excluded.last_seen_at)
            """,
            ct);
}
