using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WeChatPlatform.Contracts;
using WeChatPlatform.Message.Fleet;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Message.Agents;

/// <summary>Notes a sign of life of an agent, with what it said of itself, and tells analytics.</summary>
internal sealed class AgentSighting(
    MessageDbContext context, ClientVersions versions, IOutbox<MessageDbContext> outbox, IOptions<MessageOptions> options, TimeProvider time)
{
    // Sightings of one agent need an order of their own, not a conversation's.
    private static readonly Guid OrderingKey = new("5e3b1d5c-6f0a-4a44-9d51-1f6f9c1f0a07");

    /// <remarks>A <paramref name="clientVersion"/> that is absent, or no version, leaves the one that was known.</remarks>
    public Task ConnectedAsync(string agentId, string ledgerId, string? clientVersion, CancellationToken ct) =>
        RecordAsync(agentId, ledgerId, report: null, ClientVersion.IsName(clientVersion) ? clientVersion : null, ct);

    /// <summary>A heartbeat renews the lease that it names, when that is in force.</summary>
    public Task BeatAsync(string agentId, HeartbeatReport report, CancellationToken ct) =>
        RecordAsync(agentId, ledgerId: null, report, report.ClientVersion, ct);

    private async Task RecordAsync(
        string agentId, string? ledgerId, HeartbeatReport? report, string? clientVersion, CancellationToken ct) =>
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            var now = time.GetUtcNow();
            var leaseUntil = now.AddSeconds(options.Value.LeaseSeconds);
            await context.Database.ExecuteSqlAsync(
                $"""
                insert into agents as known
                    (agent_id, first_seen_at, last_seen_at, ledger_id, queued_messages, gaps, journal_set_aside, excluded_chats, held_reason,
                    client_version)
                values ({agentId}, {now}, {now}, {ledgerId}, {report?.QueuedMessages}, {report?.Gaps}, {report?.JournalSetAside},
                    {report?.ExcludedChats}, {report?.HeldReason}, {clientVersion})
                on conflict (agent_id) do update set
                    last_seen_at = excluded.last_seen_at,
                    ledger_id = coalesce(excluded.ledger_id, known.ledger_id),
                    queued_messages = coalesce(excluded.queued_messages, known.queued_messages),
                    gaps = coalesce(excluded.gaps, known.gaps),
                    journal_set_aside = coalesce(excluded.journal_set_aside, known.journal_set_aside),
                    excluded_chats = coalesce(excluded.excluded_chats, known.excluded_chats),
                    held_reason = case when {report is null} then known.held_reason else excluded.held_reason end,
                    client_version = coalesce(excluded.client_version, known.client_version),
                    lease_until = case when known.lease = {report?.Lease ?? 0} and known.lease > 0
                        then greatest(known.lease_until, {leaseUntil}) else known.lease_until end
                """,
                ct);
            if (report is not null)
            {
                await KeepAsync(agentId, report, now, ct);
            }

            if (clientVersion is not null)
            {
                await versions.SeenAsync(agentId, clientVersion, ct);
            }

            outbox.Publish(new AgentSeen(Guid.CreateVersion7(now), agentId, now), OrderingKey);
            await context.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        });

    private Task KeepAsync(string agentId, HeartbeatReport report, DateTimeOffset now, CancellationToken ct) =>
        context.Database.ExecuteSqlAsync(
            $"""
            insert into last_heartbeats as known
                (agent_id, received_at, heartbeats, desktop, wx_online, messages_processed, oldest_undelivered_seconds, last_verified_send_at,
                ambiguous_chats, profile, agent_version, os, cpu_percent, memory_percent, disk_percent, agent_cpu_percent, agent_memory_mb)
            values ({agentId}, {now}, 1, {report.Desktop}, {report.WxOnline}, {report.MessagesProcessed}, {report.OldestUndeliveredSeconds},
                {report.LastVerifiedSendAt}, {report.AmbiguousChats}, {report.Profile}, {report.AgentVersion}, {report.Os},
                {report.CpuPercent}, {report.MemoryPercent}, {report.DiskPercent}, {report.AgentCpuPercent}, {report.AgentMemoryMb})
            on conflict (agent_id) do update set
                received_at = excluded.received_at, heartbeats = known.heartbeats + 1, desktop = excluded.desktop,
                wx_online = excluded.wx_online, messages_processed = excluded.messages_processed,
                oldest_undelivered_seconds = excluded.oldest_undelivered_seconds,
                last_verified_send_at = excluded.last_verified_send_at, ambiguous_chats = excluded.ambiguous_chats,
                profile = excluded.profile, agent_version = excluded.agent_version, os = excluded.os,
                cpu_percent = excluded.cpu_percent, memory_percent = excluded.memory_percent, disk_percent = excluded.disk_percent,
                agent_cpu_percent = excluded.agent_cpu_percent, agent_memory_mb = excluded.agent_memory_mb
            """,
            ct);
}
