using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.Message.Agents;

/// <summary>
/// Which process has an account: one at a time, for as long as it gives signs of life. Each other process that gets it
/// gets a higher number, and whoever comes with a lower one is let do nothing (a fence). One conditional update of the
/// agent's row decides.
/// </summary>
internal sealed class AgentLeases(MessageDbContext context, TimeProvider time)
{
    /// <summary>Takes the account for a process, unless another one has it. The same process gets its number back.</summary>
    /// <remarks>
    /// <paramref name="previousInstanceId"/> is the process before it on the same data folder, which is dead: the folder is
    /// locked by the new one. What that one has need not be waited for.
    /// </remarks>
    /// <returns>The number; nothing when another process has it.</returns>
    public async Task<long?> TryTakeAsync(
        string agentId, string instanceId, string? previousInstanceId, Guid session, TimeSpan life, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var taken = await context.Database.SqlQuery<long>(
            $"""
            insert into agents as held (agent_id, first_seen_at, last_seen_at, instance_id, lease, lease_until, lease_session)
            values ({agentId}, {now}, {now}, {instanceId}, 1, {now + life}, {session})
            on conflict (agent_id) do update set
                instance_id = excluded.instance_id, lease_until = excluded.lease_until, lease_session = excluded.lease_session,
                lease = case when held.instance_id = excluded.instance_id then held.lease else held.lease + 1 end
            where held.instance_id is null or held.instance_id = excluded.instance_id or held.instance_id = {previousInstanceId}
                or held.lease_until is null or held.lease_until <= {now}
            returning lease as "Value"
            """).ToListAsync(ct);
        return taken is [var lease] ? lease : null;
    }

    /// <summary>Until when a process has the account; nothing when none has.</summary>
    public async Task<DateTimeOffset?> HeldUntilAsync(string agentId, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return await context.Agents.AsNoTracking()
            .Where(agent => agent.AgentId == agentId && agent.InstanceId != null && agent.LeaseUntil > now)
            .Select(agent => agent.LeaseUntil)
            .SingleOrDefaultAsync(ct);
    }

    /// <returns>False when another process has the account.</returns>
    public async Task<bool> RenewAsync(string agentId, long lease, TimeSpan life, CancellationToken ct)
    {
        var until = time.GetUtcNow() + life;
        return await context.Agents
            .Where(agent => agent.AgentId == agentId && agent.Lease == lease)
            .ExecuteUpdateAsync(set => set.SetProperty(agent => agent.LeaseUntil, until), ct) == 1;
    }

    /// <summary>The connection is gone: another process need not wait. A newer connection of the same process keeps what it has.</summary>
    public async Task ReleaseAsync(string agentId, long lease, Guid session, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await context.Agents
            .Where(agent => agent.AgentId == agentId && agent.Lease == lease && agent.LeaseSession == session)
            .ExecuteUpdateAsync(set => set.SetProperty(agent => agent.LeaseUntil, now), ct);
    }
}
