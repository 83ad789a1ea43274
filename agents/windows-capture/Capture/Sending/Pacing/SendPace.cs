using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Sending.Pacing;

/// <summary>
/// Chooses what is typed next: the oldest decision that nothing lets wait. The decisions of one chat keep their order. What a
/// crash left half done comes first and never waits, because its text may stand in the box. Concurrency: one caller, the
/// desktop's loop; the account of what was sent is in the journal, so a restart changes nothing.
/// </summary>
internal sealed class SendPace(
    IEnumerable<IPaceCondition> conditions,
    AgentJournal journal,
    AgentHealth health,
    IOptions<AgentOptions> options,
    TimeProvider time)
{
    private string? _shown;

    /// <summary>A part that waits, and why.</summary>
    internal readonly record struct Waiting(LedgerSteps.Due Due, string Reason);

    /// <remarks><paramref name="Due"/> is absent when nothing may be typed; <paramref name="Held"/> are the parts that wait.</remarks>
    internal readonly record struct Choice(LedgerSteps.Due? Due, ImmutableList<Waiting> Held);

    /// <summary>
    /// The next part, and those before and behind it that wait; of some decisions only, when <paramref name="only"/> says which.
    /// The heartbeat says why when all of them do.
    /// </summary>
    public Choice Choose(Func<LedgerDecision, bool>? only = null)
    {
        if (SentTexts.NotAhead(journal.State, time.GetUtcNow()) != journal.State)
        {
            journal.Update(state => SentTexts.NotAhead(state, time.GetUtcNow()));
        }

        LedgerSteps.Due? next = null;
        string? ofAccount = null;
        var held = ImmutableList<Waiting>.Empty;
        foreach (var due in LedgerSteps.Heads(journal.State).Where(due => only?.Invoke(due.Decision) ?? true))
        {
            var against = ofAccount is null ? Condition(due) : null;
            if (ofAccount is null && against is null)
            {
                next ??= due;
                continue;
            }

            held = held.Add(new Waiting(due, ofAccount ?? against!.Reason));
            ofAccount ??= against is { IsOfAccount: true } ? against.Reason : null;
        }

        Show(next is null && held is [var first, ..] ? first.Reason : null);
        return new Choice(next, held);
    }

    /// <summary>Why a part may not be begun now; null when it may, or has begun.</summary>
    public string? Against(LedgerSteps.Due due) => Condition(due)?.Reason;

    /// <summary>A change that lets a part reach a step, with what it means for the account of what was sent.</summary>
    public JournalState Reached(JournalState state, LedgerSteps.Due due, SendStep step, DateTimeOffset now) =>
        step == SendStep.Entering && options.Value.Pace.Limited ? SentTexts.Add(state, due, now) : state;

    /// <summary>A change that ends a part. What is unknown counts as sent.</summary>
    public JournalState Settled(JournalState state, LedgerSteps.Due due, SendOutcome outcome, DateTimeOffset now) =>
        !options.Value.Pace.Limited ? state
        : outcome == SendOutcome.NotSent ? SentTexts.Remove(state, due)
        : SentTexts.Add(state, due, now);

    private IPaceCondition? Condition(LedgerSteps.Due due)
    {
        if (due.Part.Step != SendStep.Received)
        {
            return null;
        }

        var state = journal.State;
        var asked = new PaceCase(
            due.Decision,
            due.Index,
            state.Sent.RemoveAll(sent => sent.DecisionId == due.Decision.DecisionId),
            state.FirstSentAt,
            time.GetUtcNow(),
            time.GetLocalNow(),
            options.Value);
        return conditions.FirstOrDefault(condition => condition.Holds(asked));
    }

    // The gate's holds are shown in the same place; what is theirs is left to them.
    private void Show(string? reason)
    {
        if (reason is not null)
        {
            health.HeldReason = reason;
        }
        else if (_shown is not null && health.HeldReason == _shown)
        {
            health.HeldReason = null;
        }

        _shown = reason;
    }
}
