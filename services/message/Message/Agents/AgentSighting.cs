using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WeChatPlatform.Contracts;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Message.Agents;

/// <summary>Notes a sign of life of an agent, with what it said of itself, and tells analytics.</summary>
internal sealed class AgentSighting(
    MessageDbContext context, IOutbox<MessageDbContext> outbox, IOptions<MessageOptions> options, TimeProvider time)
{
    // Sightings of one agent need an order of their own, not a conversation's.
    private static readonly Guid OrderingKey = new("5e3b1d5c-6f0a-4a44-9d51-1f6f9c1f0a07");

    /// <remarks>
    /// <paramref name="report"/> is what a heartbeat said, absent for a connection. It renews the lease that it names, when that is in force.
    /// </remarks>
    public async Task RecordAsync(string agentId, string? ledgerId, HeartbeatReport? report, CancellationToken ct) =>
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            var now = time.GetUtcNow();
            var leaseUntil = now.AddSeconds(options.Value.LeaseSeconds);
            await context.Database.ExecuteSqlAsync(
                $"""
                insert into agents as known
                    (agent_id, first_seen_at, last_seen_at, ledger_id, queued_messages, gaps, journal_set_aside, excluded_chats, held_reason)
                values ({agentId}, {now}, {now}, {ledgerId}, {report?.QueuedMessages}, {report?.Gaps}, {report?.JournalSetAside},
                    {report?.ExcludedChats}, {report?.HeldReason})
                on conflict (agent_id) do update set
                    last_seen_at = excluded.last_seen_at,
                    ledger_id = coalesce(excluded.ledger_id, known.ledger_id),
                    queued_messages = coalesce(excluded.queued_messages, known.queued_messages),
                    gaps = coalesce(excluded.gaps, known.gaps),
                    journal_set_aside = coalesce(excluded.journal_set_aside, known.journal_set_aside),
                    excluded_chats = coalesce(excluded.excluded_chats, known.excluded_chats),
                    held_reason = case when {report is null} then known.held_reason else excluded.held_reason end,
                    lease_until = case when known.lease = {report?.Lease ?? 0} and known.lease > 0
                        then greatest(known.lease_until, {leaseUntil}) else known.lease_until end
                """,
                ct);
            outbox.Publish(new AgentSeen(Guid.CreateVersion7(now), agentId, now), OrderingKey);
            await context.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        });
}
