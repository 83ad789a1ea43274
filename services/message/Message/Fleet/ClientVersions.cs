using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Message.Fleet;

/// <summary>
/// Which client versions there are and which may send. Concurrency: the gate reads a version under a lock that all
/// questions share; who holds one takes that lock alone, so that a hold that was answered is in force. What lets a version
/// go needs no lock: the gate sees it now or at the next question.
/// </summary>
internal sealed class ClientVersions(
    MessageDbContext context, IOptions<MessageOptions> options, TimeProvider time, ILogger<ClientVersions> logger)
{
    /// <summary>Key of the advisory lock between the gate and those who hold a version; in the message service's own database.</summary>
    public const long Lock = 0x636C_6E74_7672_736E;

    /// <summary>An agent says which version it drives. The first time it is on trial when new versions are held.</summary>
    public async Task SeenAsync(string agentId, string version, CancellationToken ct)
    {
        var isNew = await context.Database.ExecuteSqlAsync(
            $"""
            insert into client_versions (name, first_seen_at, first_seen_by, on_trial)
            values ({version}, {time.GetUtcNow()}, {agentId}, {options.Value.HoldNewClientVersions})
            on conflict (name) do nothing
            """,
            ct) == 1;
        if (isNew)
        {
            logger.ClientVersionSeen(version, agentId, options.Value.HoldNewClientVersions);
        }
    }

    /// <summary>A machine has proven that the version can be driven; the first proof counts.</summary>
    public async Task PassAsync(string agentId, string version, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var first = await context.Set<ClientVersion>()
            .Where(known => known.Name == version && known.PassedAt == null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(known => known.PassedAt, now)
                    .SetProperty(known => known.PassedBy, agentId)
                    .SetProperty(known => known.PassedHow, ClientVersion.BySelfCheck),
                ct) == 1;
        if (first)
        {
            logger.ClientVersionPassed(version, agentId, ClientVersion.BySelfCheck);
        }
    }

    /// <summary>A part that the gate let through was seen in its chat: so the version that it was let through for can be driven.</summary>
    public async Task SentAsync(string agentId, Guid decisionId, int part, CancellationToken ct)
    {
        var passed = await context.Database.SqlQuery<string>(
            $"""
            update client_versions version set passed_at = {time.GetUtcNow()}, passed_by = {agentId}, passed_how = {ClientVersion.BySend}
            from ledger_parts part
            where part.decision_id = {decisionId} and part.part = {part} and version.name = part.client_version and version.passed_at is null
            returning version.name as "Value"
            """).ToListAsync(ct);
        if (passed is [var name])
        {
            logger.ClientVersionPassed(name, agentId, ClientVersion.BySend);
        }
    }

    /// <summary>Nobody but the canaries sends with the version from the moment that this returns.</summary>
    public async Task HoldAsync(string version, string user, string? reason, CancellationToken ct)
    {
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync(ct);

            // Waits for the questions that are being answered.
            await context.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({Lock})", ct);
            var now = time.GetUtcNow();
            await context.Database.ExecuteSqlAsync(
                $"""
                insert into client_versions as known (name, first_seen_at, on_trial, held_at, held_by, hold_reason)
                values ({version}, {now}, {options.Value.HoldNewClientVersions}, {now}, {user}, {reason})
                on conflict (name) do update set
                    held_at = coalesce(known.held_at, excluded.held_at), held_by = excluded.held_by, hold_reason = excluded.hold_reason,
                    released_at = null, released_by = null
                """,
                ct);
            await transaction.CommitAsync(ct);
        });
        logger.ClientVersionHeld(version, user);
    }

    /// <returns>False when nobody knows the version.</returns>
    public async Task<bool> ReleaseAsync(string version, string user, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var released = await context.Set<ClientVersion>()
            .Where(known => known.Name == version)
            .ExecuteUpdateAsync(
                set => set.SetProperty(known => known.HeldAt, (DateTimeOffset?)null)
                    .SetProperty(known => known.HeldBy, (string?)null)
                    .SetProperty(known => known.HoldReason, (string?)null)
                    .SetProperty(known => known.ReleasedAt, now)
                    .SetProperty(known => known.ReleasedBy, user),
                ct) == 1;
        if (released)
        {
            logger.ClientVersionReleased(version, user);
        }

        return released;
    }
}
