using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Message.Deliveries;
using WeChatPlatform.Message.Replies;

namespace WeChatPlatform.Message.Agents;

/// <summary>Which decisions a connected agent is to be sent, in their order.</summary>
internal sealed class OpenDeliveries(
    MessageDbContext context, DeliveryReports reports, TimeProvider time, ILogger<OpenDeliveries> logger)
{
    /// <summary>
    /// Decisions that this ledger took and has not settled: they may have been lost on the way, so they are sent again, and
    /// the ledger knows which of them it began. What another, lost ledger took is unknown: a person decides.
    /// </summary>
    public async Task<List<Decision>> ResumeAsync(string agentId, string ledgerId, CancellationToken ct)
    {
        var claimed = await context.Decisions.AsNoTracking()
            .Where(d => d.AgentId == agentId && d.DeliveryState == DeliveryState.Claimed && d.ClaimedBy != Decision.HttpClaim)
            .OrderBy(d => d.Number)
            .ToListAsync(ct);
        var lost = claimed.Where(decision => decision.ClaimedBy != ledgerId).ToList();
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

        return [.. claimed.Except(lost)];
    }

    /// <summary>Takes what waits for the agent, so that no request and no other replica takes it too.</summary>
    public async Task<List<Decision>> TakeAsync(string agentId, string ledgerId, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var waiting = await context.Decisions.AsNoTracking()
            .Where(d => d.AgentId == agentId && d.DeliveryState == DeliveryState.Waiting && (d.HeldUntil == null || d.HeldUntil < now))
            .OrderBy(d => d.Number)
            .Take(50)
            .ToListAsync(ct);
        List<Decision> taken = [];
        foreach (var decision in waiting)
        {
            var claimed = await context.Decisions
                .Where(d => d.Id == decision.Id && d.ClaimedBy == null)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(d => d.ClaimedBy, ledgerId)
                        .SetProperty(d => d.ClaimedAt, now)
                        .SetProperty(d => d.DeliveryState, DeliveryState.Claimed),
                    ct);
            if (claimed == 1)
            {
                taken.Add(decision);
            }
        }

        return taken;
    }
}
