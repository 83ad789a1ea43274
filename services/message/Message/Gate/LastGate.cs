using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Message.Measuring;

namespace WeChatPlatform.Message.Gate;

/// <summary>
/// Asked before each press of Enter, over the socket and over HTTP. A go is durable before it is answered, and given under
/// the conversation's row lock, which whoever supersedes or pauses holds too: either they come first and it is refused, or
/// they find it given. Concurrency: one transaction a question.
/// </summary>
internal sealed class LastGate(
    MessageDbContext context,
    IEnumerable<IGateCondition> conditions,
    IOptions<MessageOptions> options,
    TimeProvider time,
    ILogger<LastGate> logger)
{
    /// <remarks><paramref name="ledgerId"/> is the ledger of the connection that asks; absent over HTTP.</remarks>
    public async Task<GateAnswer> AskAsync(string agentId, string? ledgerId, GateQuestion question, CancellationToken ct)
    {
        var answer = await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            var now = time.GetUtcNow();
            var asked = await GateCase.ReadAsync(
                context, agentId, ledgerId, question, now, now.AddSeconds(options.Value.LeaseSeconds), ct);
            var against = await AgainstAsync(asked, ct);
            if (against is not null)
            {
                await RecordRefusalAsync(asked, against, ct);
            }
            else if (question.Step == GateStep.Enter)
            {
                await RecordGrantAsync(asked, ct);
            }

            await transaction.CommitAsync(ct);
            return new GateAnswer(
                question.DecisionId, question.Part, question.Step!, against?.Verdict ?? GateVerdict.Go, against?.Reason,
                against?.Verdict == GateVerdict.Hold ? options.Value.GateAskAgainSeconds : null);
        });
        if (answer.Verdict != GateVerdict.Go || question.Step == GateStep.Enter)
        {
            MessageMetrics.GateAnswers.Add(
                1, new KeyValuePair<string, object?>("verdict", answer.Verdict),
                new KeyValuePair<string, object?>("reason", answer.Reason ?? "none"));
            logger.GateAnswered(question.DecisionId, question.Part, question.Step!, answer.Verdict, answer.Reason);
        }

        return answer;
    }

    private async Task<IGateCondition?> AgainstAsync(GateCase asked, CancellationToken ct)
    {
        foreach (var condition in conditions)
        {
            if (await condition.AppliesAsync(asked, ct))
            {
                return condition;
            }
        }

        return null;
    }

    private async Task RecordGrantAsync(GateCase asked, CancellationToken ct)
    {
        var question = asked.Question;
        await context.Database.ExecuteSqlAsync(
            $"""
            with committed as (
                update decisions set committed_at = coalesce(committed_at, {asked.Now}) where id = {question.DecisionId}
            )
            insert into ledger_parts as known (decision_id, part, recipient_verified_at, typed_at, granted_at, grants, lease, client_version)
            values ({question.DecisionId}, {question.Part}, {question.RecipientVerifiedAt?.ToUniversalTime()},
                {question.TypedAt?.ToUniversalTime()}, {asked.Now}, 1, {question.Lease}, {asked.Client.Version})
            on conflict (decision_id, part) do update set
                recipient_verified_at = coalesce(excluded.recipient_verified_at, known.recipient_verified_at),
                typed_at = coalesce(excluded.typed_at, known.typed_at),
                granted_at = excluded.granted_at, grants = known.grants + 1, lease = excluded.lease,
                client_version = excluded.client_version
            """,
            ct);
    }

    // What is not the agent's, or no part, has no place to be recorded at.
    private async Task RecordRefusalAsync(GateCase asked, IGateCondition against, CancellationToken ct)
    {
        var question = asked.Question;
        if (asked.Decision is not { } decision || question.Part >= decision.Parts)
        {
            return;
        }

        await context.Database.ExecuteSqlAsync(
            $"""
            with steps as (
                insert into ledger_parts as known (decision_id, part, recipient_verified_at, typed_at, grants)
                select {question.DecisionId}, {question.Part}, {question.RecipientVerifiedAt?.ToUniversalTime()}::timestamptz,
                    {question.TypedAt?.ToUniversalTime()}::timestamptz, 0
                where {question.RecipientVerifiedAt is not null || question.TypedAt is not null}
                on conflict (decision_id, part) do update set
                    recipient_verified_at = coalesce(excluded.recipient_verified_at, known.recipient_verified_at),
                    typed_at = coalesce(excluded.typed_at, known.typed_at)
            )
            insert into gate_refusals as known (decision_id, part, step, reason, verdict, first_at, last_at, times)
            values ({question.DecisionId}, {question.Part}, {question.Step}, {against.Reason}, {against.Verdict}, {asked.Now}, {asked.Now}, 1)
            on conflict (decision_id, part, step, reason) do update set last_at = excluded.last_at, times = known.times + 1
            """,
            ct);
    }
}
