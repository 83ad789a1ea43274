using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Contracts;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Message.Agents;

/// <summary>Notes a sign of life of an agent, with what it said of itself, and tells analytics.</summary>
internal sealed class AgentSighting(MessageDbContext context, IOutbox<MessageDbContext> outbox, TimeProvider time)
{
    // Sightings of one agent need an order of their own, not a conversation's.
    private static readonly Guid OrderingKey = new("5e3b1d5c-6f0a-4a44-9d51-1f6f9c1f0a07");

    public async Task RecordAsync(string agentId, string? ledgerId, int? queuedMessages, CancellationToken ct) =>
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            var now = time.GetUtcNow();
            await context.Database.ExecuteSqlAsync(
                $"""
                insert into agents (agent_id, first_seen_at, last_seen_at, ledger_id, queued_messages)
                values ({agentId}, {now}, {now}, {ledgerId}, {queuedMessages})
                on conflict (agent_id) do update set
                    last_seen_at = excluded.last_seen_at,
                    ledger_id = coalesce(excluded.ledger_id, agents.ledger_id),
                    queued_messages = coalesce(excluded.queued_messages, agents.queued_messages)
                """,
                ct);
            outbox.Publish(new AgentSeen(Guid.CreateVersion7(now), agentId, now), OrderingKey);
            await context.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        });
}
