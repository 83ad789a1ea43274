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
        await ClaimAsync(agentId, ledgerId, ct);
        var held = await context.Decisions.AsNoTracking()
            .Where(d => d.AgentId == agentId && d.DeliveryState == DeliveryState.Claimed && d.ClaimedBy == ledgerId)
            .OrderBy(d => d.Number)
            .Select(d => d.Id)
            .ToListAsync(ct);
        sent.IntersectWith(held);
        var missing = held.Where(id => !sent.Contains(id)).Take(Most).ToList();
        return missing.Count == 0
            ? []
            : await context.Decisions.AsNoTracking().Where(d => missing.Contains(d.Id)).OrderBy(d => d.Number).ToListAsync(ct);
    }

    private async Task ClaimAsync(string agentId, string ledgerId, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var waiting = await context.Decisions.AsNoTracking()
            .Where(d => d.AgentId == agentId && d.DeliveryState == DeliveryState.Waiting && (d.HeldUntil == null || d.HeldUntil < now))
            .OrderBy(d => d.Number)
            .Take(Most)
            .Select(d => d.Id)
            .ToListAsync(ct);
        foreach (var id in waiting)
        {
            await context.Decisions
                .Where(d => d.Id == id && d.ClaimedBy == null)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(d => d.ClaimedBy, ledgerId)
                        .SetProperty(d => d.ClaimedAt, now)
                        .SetProperty(d => d.DeliveryState, DeliveryState.Claimed),
                    ct);
        }
    }
}
