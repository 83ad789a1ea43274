using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Message.Deliveries;
using WeChatPlatform.Message.Replies;

namespace WeChatPlatform.Message.Agents;

/// <summary>Which decisions a connected agent is to be sent, in their order.</summary>
internal sealed class OpenDeliveries(
    MessageDbContext context, LostLedger lost, TimeProvider time, ILogger<OpenDeliveries> logger)
{
    private const int Most = 50;

    /// <summary>What another, lost ledger took is settled or given back, as <see cref="LostLedger"/> says.</summary>
    /// <returns>How many decisions this ledger took and has not settled: they are sent again.</returns>
    public async Task<int> ResumeAsync(string agentId, string ledgerId, CancellationToken ct)
    {
        var claimed = await context.Decisions.AsNoTracking()
            .Where(d => d.AgentId == agentId && d.DeliveryState == DeliveryState.Claimed && d.ClaimedBy != Decision.HttpClaim)
            .Select(d => new { d.Id, d.ClaimedBy })
            .ToListAsync(ct);
        var gone = claimed.FindAll(decision => decision.ClaimedBy != ledgerId);
        var again = 0;
        foreach (var decision in gone)
        {
            again += await lost.ResolveAsync(agentId, decision.Id, decision.ClaimedBy!, ct) ? 1 : 0;
        }

        if (gone.Count > 0)
        {
            logger.LedgerLost(agentId, gone.Count, again);
        }

        return claimed.Count - gone.Count;
    }

    /// <summary>
    /// Takes what waits for the agent, so that no request takes it too, and gives what its ledger holds and this connection
    /// has not sent. Another connection may have taken it and lost it on the way, in a process that does not know yet that
    /// its agent is gone; the ledger knows what it began and types nothing twice.
    /// </summary>
    /// <remarks>
    /// <paramref name="lease"/> is the connection's, absent without one; under an older lease than the one in force nothing is
    /// taken. <paramref name="sent"/> is what this connection has sent; what is settled is taken out of it.
    /// </remarks>
    public async Task<List<Decision>> TakeAsync(
        string agentId, string ledgerId, long? lease, HashSet<Guid> sent, CancellationToken ct)
    {
        var held = await ClaimAsync(agentId, ledgerId, lease, ct);
        sent.IntersectWith(held);
        var missing = held.Where(id => !sent.Contains(id)).Take(Most).ToList();
        return missing.Count == 0
            ? []
            : await context.Decisions.AsNoTracking().Where(d => missing.Contains(d.Id)).OrderBy(d => d.Number).ToListAsync(ct);
    }

    // What an agent decided itself it has. One query while nothing waits: every agent asks every two seconds.
    private async Task<List<Guid>> ClaimAsync(string agentId, string ledgerId, long? lease, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var open = await context.Decisions.AsNoTracking()
            .Where(d => d.AgentId == agentId && d.GreetingVersion == null
                && ((d.DeliveryState == DeliveryState.Waiting && (d.HeldUntil == null || d.HeldUntil < now))
                    || (d.DeliveryState == DeliveryState.Claimed && d.ClaimedBy == ledgerId)))
            .OrderBy(d => d.Number)
            .Select(d => new { d.Id, IsWaiting = d.DeliveryState == DeliveryState.Waiting })
            .ToListAsync(ct);
        List<Guid> held = [];
        var claims = 0;
        foreach (var decision in open)
        {
            if (!decision.IsWaiting || (claims++ < Most && await ClaimAsync(decision.Id, agentId, ledgerId, lease, now, ct)))
            {
                held.Add(decision.Id);
            }
        }

        return held;
    }

    /// <remarks>
    /// The agent's row is locked with the claim: whoever takes the account over waits for it, and finds what was claimed.
    /// </remarks>
    /// <returns>False when a request took it meanwhile, it was superseded, or another process has the account.</returns>
    private async Task<bool> ClaimAsync(
        Guid id, string agentId, string ledgerId, long? lease, DateTimeOffset now, CancellationToken ct) =>
        await context.Database.ExecuteSqlAsync(
            $"""
            update decisions set delivery_state = 'claimed', claimed_by = {ledgerId}, claimed_lease = {lease}, claimed_at = {now}
            where id = {id} and delivery_state = 'waiting' and claimed_by is null
                and ({lease is null} or exists (select 1 from agents where agent_id = {agentId} and lease = {lease} for share))
            """,
            ct) == 1;
}
