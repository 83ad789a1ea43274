using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Message.Deliveries;
using WeChatPlatform.Message.Replies;

namespace WeChatPlatform.Message.Agents;

/// <summary>Which decisions a connected agent is to be sent, in their order.</summary>
internal sealed class OpenDeliveries(
    MessageDbContext context, DeliveryReports reports, TimeProvider time, ILogger<OpenDeliveries> logger)
{
    private const int Most = 50;

    /// <summary>What another, lost ledger took is unknown: a person decides.</summary>
    /// <returns>How many decisions this ledger took and has not settled: they are sent again.</returns>
    public async Task<int> ResumeAsync(string agentId, string ledgerId, CancellationToken ct)
    {
        var claimed = await context.Decisions.AsNoTracking()
            .Where(d => d.AgentId == agentId && d.DeliveryState == DeliveryState.Claimed && d.ClaimedBy != Decision.HttpClaim)
            .Select(d => new { d.Id, d.ClaimedBy })
            .ToListAsync(ct);
        var lost = claimed.FindAll(decision => decision.ClaimedBy != ledgerId);
        foreach (var decision in lost)
        {
            var done = await context.Deliveries.CountAsync(delivery => delivery.DecisionId == decision.Id, ct);
            await reports.RecordAsync(
                agentId, new DeliveryReport(decision.Id, done, DeliveryOutcome.Unknown, "ledger_lost", null), ct);
        }

        if (lost.Count > 0)
        {
            logger.LedgerLost(agentId, lost.Count);
        }

        return claimed.Count - lost.Count;
    }

    /// <summary>
    /// Takes what waits for the agent, so that no request takes it too, and gives what its ledger holds and this connection
    /// has not sent. Another connection may have taken it and lost it on the way, in a process that does not know yet that
    /// its agent is gone; the ledger knows what it began and types nothing twice.
    /// </summary>
    /// <remarks><paramref name="sent"/> is what this connection has sent; what is settled is taken out of it.</remarks>
    public async Task<List<Decision>> TakeAsync(string agentId, string ledgerId, HashSet<Guid> sent, CancellationToken ct)
    {
        var held = await ClaimAsync(agentId, ledgerId, ct);
        sent.IntersectWith(held);
        var missing = held.Where(id => !sent.Contains(id)).Take(Most).ToList();
        return missing.Count == 0
            ? []
            : await context.Decisions.AsNoTracking().Where(d => missing.Contains(d.Id)).OrderBy(d => d.Number).ToListAsync(ct);
    }

    // One query while nothing waits: every agent asks every two seconds.
    private async Task<List<Guid>> ClaimAsync(string agentId, string ledgerId, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var open = await context.Decisions.AsNoTracking()
            .Where(d => d.AgentId == agentId
                && ((d.DeliveryState == DeliveryState.Waiting && (d.HeldUntil == null || d.HeldUntil < now))
                    || (d.DeliveryState == DeliveryState.Claimed && d.ClaimedBy == ledgerId)))
            .OrderBy(d => d.Number)
            .Select(d => new { d.Id, IsWaiting = d.DeliveryState == DeliveryState.Waiting })
            .ToListAsync(ct);
        List<Guid> held = [];
        var claims = 0;
        foreach (var decision in open)
        {
            if (!decision.IsWaiting || (claims++ < Most && await ClaimAsync(decision.Id, ledgerId, now, ct)))
            {
                held.Add(decision.Id);
            }
        }

        return held;
    }

    /// <returns>False when a request took it meanwhile.</returns>
    private async Task<bool> ClaimAsync(Guid id, string ledgerId, DateTimeOffset now, CancellationToken ct) =>
        await context.Decisions
            .Where(d => d.Id == id && d.ClaimedBy == null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(d => d.ClaimedBy, ledgerId)
                    .SetProperty(d => d.ClaimedAt, now)
                    .SetProperty(d => d.DeliveryState, DeliveryState.Claimed),
                ct) == 1;
}
