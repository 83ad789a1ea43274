using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Contracts;
using WeChatPlatform.Message.Conversations;
using WeChatPlatform.Message.Fleet;
using WeChatPlatform.Message.Measuring;
using WeChatPlatform.Message.Replies;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Message.Deliveries;

/// <summary>What an agent reports of one part.</summary>
/// <remarks><paramref name="Observed"/> is what it read where its text was expected, when the outcome is unknown.</remarks>
internal sealed record DeliveryReport(
    Guid DecisionId, int Part, string? Outcome, string? Reason, DateTimeOffset? At, string? Observed = null, DeliverySteps? Steps = null)
{
    public bool IsUnderstood() => DeliveryOutcome.IsKnown(Outcome) && Reason is not { Length: > 100 };
}

/// <summary>When the agent took each step, by its clock; absent steps were not taken.</summary>
internal sealed record DeliverySteps(
    DateTimeOffset? RecipientVerifiedAt, DateTimeOffset? TypedAt, DateTimeOffset? EnteredAt, DateTimeOffset? ReadBackAt);

/// <summary>
/// Records what agents report, once per (decision, part); the first report counts, but an unknown that the agent sees in
/// the chat after all becomes verified, unless a person settled it before. A decision is settled when every part has an
/// outcome, or when one was not verified: the parts after it are never typed. Concurrency: the decision's row lock.
/// </summary>
internal sealed class DeliveryReports(
    MessageDbContext context, IOutbox<MessageDbContext> outbox, ClientVersions versions, TimeProvider time, ILogger<DeliveryReports> logger)
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

            // That it was not sent is what superseded says.
            if (decision.DeliveryState == DeliveryState.Superseded && report.Outcome == DeliveryOutcome.NotSent)
            {
                return true;
            }

            var known = await context.Deliveries.Where(delivery => delivery.DecisionId == decision.Id).ToListAsync(ct);
            var before = known.Find(delivery => delivery.Part == report.Part);
            if (before is not null && !ClearsUp(before, report))
            {
                return true;
            }

            if (before is { SettledBy: not null })
            {
                before.SeenLaterAt = time.GetUtcNow();
                logger.SeenAfterSettling(decision.Id, report.Part);
            }
            else
            {
                Add(decision, before, report);
                Settle(decision, report, isLast: known.Count + 1 >= decision.Parts.Count);
                MessageMetrics.Deliveries.Add(1, new KeyValuePair<string, object?>("outcome", report.Outcome));
                logger.Delivered(decision.Id, report.Part, report.Outcome!, report.Reason);
            }

            await RecordStepsAsync(report, ct);
            if (report.Outcome == DeliveryOutcome.Verified)
            {
                await versions.SentAsync(agentId, decision.Id, report.Part, ct);
            }

            await context.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return true;
        });

    /// <summary>Settles the first part of what was never sent and is too old now. Nothing happens when it was let through meanwhile.</summary>
    public async Task ExpireAsync(Guid decisionId, CancellationToken ct) =>
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            var now = time.GetUtcNow();
            var decision = await context.Decisions
                .FromSql($"select * from decisions where id = {decisionId} for update")
                .SingleOrDefaultAsync(ct);
            if (decision?.MayExpire(now) != true)
            {
                return;
            }

            var report = new DeliveryReport(decisionId, 0, DeliveryOutcome.NotSent, Gate.Conditions.Expired.Word, now);
            Add(decision, before: null, report);
            Settle(decision, report, isLast: false);
            await context.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            logger.Delivered(decision.Id, report.Part, report.Outcome!, report.Reason);
        });

    // What a person settled as sent needs no clearing up, and what he settled as not sent keeps his word beside the agent's.
    private static bool ClearsUp(Delivery before, DeliveryReport report) =>
        report.Outcome == DeliveryOutcome.Verified
        && (before.Outcome == DeliveryOutcome.Unknown
            || before is { SettledBy: not null, Outcome: DeliveryOutcome.NotSent, SeenLaterAt: null });

    private void Settle(Decision decision, DeliveryReport report, bool isLast)
    {
        var now = time.GetUtcNow();
        decision.CommittedAt ??= now;
        if (decision.DeliveryState is DeliveryState.Superseded or DeliveryState.Settled
            || (report.Outcome == DeliveryOutcome.Verified && !isLast))
        {
            return;
        }

        decision.DeliveryState = DeliveryState.Settled;
        if (report is { Outcome: DeliveryOutcome.NotSent, Reason: not (DeliveryState.Superseded or ChatPauses.Reason) })
        {
            outbox.Publish(
                new HandoffRequested(
                    decision.Id, decision.ConversationId, decision.AgentId, $"not_sent:{report.Reason ?? "unspecified"}", now),
                decision.ConversationId);
        }
    }

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
                Observed = Short(report.Observed),
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

    private async Task RecordStepsAsync(DeliveryReport report, CancellationToken ct)
    {
        if (report.Steps is { } steps)
        {
            await context.Database.ExecuteSqlAsync(
                $"""
                insert into ledger_parts as known
                    (decision_id, part, recipient_verified_at, typed_at, entered_at, read_back_at, grants)
                values ({report.DecisionId}, {report.Part}, {steps.RecipientVerifiedAt?.ToUniversalTime()},
                    {steps.TypedAt?.ToUniversalTime()}, {steps.EnteredAt?.ToUniversalTime()}, {steps.ReadBackAt?.ToUniversalTime()}, 0)
                on conflict (decision_id, part) do update set
                    recipient_verified_at = coalesce(excluded.recipient_verified_at, known.recipient_verified_at),
                    typed_at = coalesce(excluded.typed_at, known.typed_at),
                    entered_at = coalesce(excluded.entered_at, known.entered_at),
                    read_back_at = coalesce(excluded.read_back_at, known.read_back_at)
                """,
                ct);
        }
    }

    private static string? Short(string? observed)
    {
        var text = observed?.Replace("\0", "", StringComparison.Ordinal);
        return text is not { Length: > Delivery.MostObserved } ? text
            : text[..(char.IsHighSurrogate(text[Delivery.MostObserved - 1]) ? Delivery.MostObserved - 1 : Delivery.MostObserved)];
    }
}
