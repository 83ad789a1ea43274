using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Contracts;
using WeChatPlatform.Message.Measuring;
using WeChatPlatform.Message.Replies;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Message.Deliveries;

/// <summary>What an agent reports of one part.</summary>
internal sealed record DeliveryReport(Guid DecisionId, int Part, string? Outcome, string? Reason, DateTimeOffset? At);

/// <summary>
/// Records what agents report, once per (decision, part); the first report counts, but an unknown that the agent sees in
/// the chat after all becomes verified. A decision is settled when every part has an outcome, or when one was not verified:
/// the parts after it are never typed.
/// </summary>
internal sealed class DeliveryReports(
    MessageDbContext context, IOutbox<MessageDbContext> outbox, TimeProvider time, ILogger<DeliveryReports> logger)
{
    /// <returns>False when the agent was handed no such decision or part.</returns>
    public async Task<bool> RecordAsync(string agentId, DeliveryReport report, CancellationToken ct) =>
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            var decision = await context.Decisions
                .FromSql($"select * from decisions where id = {report.DecisionId} for update")
                .SingleOrDefaultAsync(ct);
            if (decision is null || decision.AgentId != agentId || decision.ClaimedBy is null
                || report.Part < 0 || report.Part >= decision.Parts.Count)
            {
                return false;
            }

            var known = await context.Deliveries.Where(delivery => delivery.DecisionId == decision.Id).ToListAsync(ct);
            var before = known.Find(delivery => delivery.Part == report.Part);
            if (before is not null && !ClearsUp(before, report))
            {
                return true;
            }

            Add(decision, before, report);
            if (report.Outcome != DeliveryOutcome.Verified || known.Count + 1 == decision.Parts.Count)
            {
                decision.DeliveryState = DeliveryState.Settled;
            }

            await context.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            MessageMetrics.Deliveries.Add(1, new KeyValuePair<string, object?>("outcome", report.Outcome));
            logger.Delivered(decision.Id, report.Part, report.Outcome!, report.Reason);
            return true;
        });

    private static bool ClearsUp(Delivery before, DeliveryReport report) =>
        before.Outcome == DeliveryOutcome.Unknown && report.Outcome == DeliveryOutcome.Verified;

    private void Add(Decision decision, Delivery? before, DeliveryReport report)
    {
        var now = time.GetUtcNow();
        var at = report.At?.ToUniversalTime() ?? now;
        if (before is null)
        {
            context.Add(new Delivery
            {
                DecisionId = decision.Id,
                Part = report.Part,
                Outcome = report.Outcome!,
                Reason = report.Reason,
                At = at,
                ReportedAt = now,
            });
        }
        else
        {
            (before.Outcome, before.Reason, before.At) = (report.Outcome!, report.Reason, at);
        }

        outbox.Publish(
            new ReplyDelivered(
                decision.Id, report.Part, decision.ConversationId, decision.AgentId, report.Outcome!, report.Reason,
                decision.ReceivedAt, at),
            decision.ConversationId);
    }
}
