using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Message.Replies;

namespace WeChatPlatform.Message.Deliveries;

/// <summary>
/// What becomes of a decision whose ledger is gone. A part that the gate let through may have been sent: it is unknown, and a
/// person decides. One that it did not let through was certainly not sent: a decision of which nothing went out waits for the
/// new ledger, one that went out in part is not completed by itself. Who never asked the gate may have typed anything.
/// </summary>
internal sealed class LostLedger(MessageDbContext context, DeliveryReports reports)
{
    public const string Reason = "ledger_lost";

    /// <returns>True when the decision waits for the new ledger.</returns>
    public async Task<bool> ResolveAsync(string agentId, Guid decisionId, string ledgerId, CancellationToken ct)
    {
        var done = await context.Deliveries.CountAsync(delivery => delivery.DecisionId == decisionId, ct);
        var granted = await context.LedgerParts.AnyAsync(
            part => part.DecisionId == decisionId && part.Part == done && part.GrantedAt != null, ct);
        if (!granted && done == 0 && await GiveBackAsync(decisionId, ledgerId, ct))
        {
            return true;
        }

        var asks = await context.Decisions.AnyAsync(decision => decision.Id == decisionId && decision.ClaimedLease != null, ct);
        var outcome = granted || !asks ? DeliveryOutcome.Unknown : DeliveryOutcome.NotSent;
        await reports.RecordAsync(agentId, new DeliveryReport(decisionId, done, outcome, Reason, At: null), ct);
        return false;
    }

    // Nobody can be let through meanwhile: the new ledger's process has the lease, and the old one's questions are refused.
    private async Task<bool> GiveBackAsync(Guid decisionId, string ledgerId, CancellationToken ct) =>
        await context.Decisions
            .Where(decision => decision.Id == decisionId && decision.ClaimedBy == ledgerId && decision.ClaimedLease != null
                && decision.DeliveryState == DeliveryState.Claimed && decision.CommittedAt == null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(decision => decision.DeliveryState, DeliveryState.Waiting)
                    .SetProperty(decision => decision.ClaimedBy, (string?)null)
                    .SetProperty(decision => decision.ClaimedLease, (long?)null)
                    .SetProperty(decision => decision.ClaimedAt, (DateTimeOffset?)null),
                ct) == 1;
}
