using System.Collections.Immutable;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Reading;

namespace WeChatPlatform.Capture.Sending;

/// <summary>The ledger's rules as changes of the journal. Pure; who calls them makes them durable.</summary>
internal static class LedgerSteps
{
    private const int DoubtLimit = 200;

    /// <summary>A part to be worked on.</summary>
    internal readonly record struct Due(LedgerDecision Decision, int Index)
    {
        public LedgerPart Part => Decision.Parts[Index];
    }

    /// <summary>
    /// Takes a decision in once. One that is in work changes nothing; one that is done is only reported again.
    /// </summary>
    public static JournalState Receive(JournalState state, LedgerDecision decision, DateTimeOffset now)
    {
        if (state.Ledger.Exists(known => known.DecisionId == decision.DecisionId))
        {
            return state;
        }

        if (state.Done.Find(done => done.DecisionId == decision.DecisionId) is { } done)
        {
            var missing = done.Outcomes
                .Select((outcome, part) => new DeliveryReport(
                    decision.DecisionId, part, outcome, outcome == SendOutcome.Verified ? null : "reported_before", now, null))
                .Where(report => !state.Reports.Exists(old => old.DecisionId == report.DecisionId && old.Part == report.Part));
            return state with { Reports = state.Reports.AddRange(missing) };
        }

        return decision.Parts.IsEmpty ? state : state with { Ledger = state.Ledger.Add(decision) };
    }

    /// <summary>
    /// The part of each chat's oldest decision that comes next, in the order in which the decisions came. One that has begun
    /// comes before all others: its text may stand in the box.
    /// </summary>
    public static IEnumerable<Due> Heads(JournalState state)
    {
        var heads = state.Ledger.DistinctBy(decision => decision.ChatId)
            .Select(decision => new Due(decision, decision.Parts.FindIndex(part => part.Step != SendStep.Settled)))
            .ToList();
        return heads.Where(due => due.Part.Step != SendStep.Received).Concat(heads.Where(due => due.Part.Step == SendStep.Received));
    }

    /// <summary>Whether the text of a decision that is none of these may stand in a box.</summary>
    public static bool IsAnotherBegun(JournalState state, Func<LedgerDecision, bool> these) => state.Ledger.Exists(decision =>
        !these(decision) && decision.Parts.Exists(part => part.Step is not (SendStep.Received or SendStep.Settled)));

    /// <summary>The server had a word on an answer that was made here: from now on only its go counts.</summary>
    public static JournalState LeaveToServer(JournalState state, string decisionId)
    {
        var place = state.Ledger.FindIndex(decision => decision.DecisionId == decisionId);
        return place < 0 || state.Ledger[place].Edge is not { AsksServer: false } edge ? state : state with
        {
            Ledger = state.Ledger.SetItem(place, state.Ledger[place] with { Edge = edge with { AsksServer = true } }),
        };
    }

    /// <summary>
    /// Outcomes that may be told. The server learns of an answer that was made here from its message: before that it would
    /// not know what the outcome is of.
    /// </summary>
    public static IEnumerable<DeliveryReport> Tellable(JournalState state)
    {
        var waiting = state.Queue.Select(message => message.Edge?.DecisionId).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return waiting.Count == 0 ? state.Reports : state.Reports.Where(report => !waiting.Contains(report.DecisionId));
    }

    /// <summary>A part as it stands now.</summary>
    public static Due Again(JournalState state, Due due) =>
        due with { Decision = state.Ledger.Find(decision => decision.DecisionId == due.Decision.DecisionId)! };

    public static LedgerPart? Find(JournalState state, string decisionId, int index) =>
        state.Ledger.Find(decision => decision.DecisionId == decisionId)?.Parts[index];

    /// <summary>A part reaches a step; the time is noted with it.</summary>
    public static JournalState Reach(JournalState state, Due due, SendStep step, DateTimeOffset now) =>
        Advance(state, due.Decision.DecisionId, due.Index, part => part with
        {
            Step = step,
            Entered = part.Entered || step == SendStep.Entering,
            Times = Noted(part.Times ?? new SendTimes(), step, now),
        });

    public static JournalState Advance(JournalState state, string decisionId, int index, Func<LedgerPart, LedgerPart> change)
    {
        var place = state.Ledger.FindIndex(decision => decision.DecisionId == decisionId);
        var decision = state.Ledger[place];
        var part = decision.Parts[index];
        return state with
        {
            Ledger = state.Ledger.SetItem(place, decision with { Parts = decision.Parts.SetItem(index, change(part)) }),
        };
    }

    /// <summary>
    /// Ends a part. Anything but verified ends the parts after it as well: the customer must not read the second half of
    /// an answer without the first. A decision that is over is over for all of them, with one reason.
    /// </summary>
    public static JournalState Settle(
        JournalState state, Due due, SendVerdict verdict, DateTimeOffset now, int doneLimit)
    {
        var outcome = verdict.Outcome ?? throw new ArgumentException("A part that is held is not settled.", nameof(verdict));
        var decision = state.Ledger.Find(known => known.DecisionId == due.Decision.DecisionId)!;
        var parts = decision.Parts.ToBuilder();
        var reports = state.Reports.ToBuilder();
        End(due.Index, outcome, verdict.Reason, verdict.Observed);
        if (outcome != SendOutcome.Verified)
        {
            var because = verdict.EndsDecision ? verdict.Reason
                : outcome == SendOutcome.Unknown ? "earlier_part_unknown" : "earlier_part_not_sent";
            for (var later = due.Index + 1; later < parts.Count; later++)
            {
                End(later, SendOutcome.NotSent, because, observed: null);
            }
        }

        var doubts = outcome == SendOutcome.Unknown
            ? Newest(state.Doubts.Add(new Doubt(
                decision.DecisionId, due.Index, decision.ChatId, parts[due.Index].Text, verdict.Traceparent,
                parts[due.Index].Times)), DoubtLimit)
            : state.Doubts;
        var next = state with { Reports = reports.ToImmutable(), Doubts = doubts };
        var ended = decision with { Parts = parts.ToImmutable() };
        if (ended.Parts.Exists(part => part.Outcome is null))
        {
            return next with { Ledger = next.Ledger.Replace(decision, ended) };
        }

        var done = new DoneDecision(decision.DecisionId, [.. ended.Parts.Select(part => part.Outcome!.Value)]);
        return next with { Ledger = next.Ledger.Remove(decision), Done = Newest(next.Done.Add(done), doneLimit) };

        void End(int index, SendOutcome how, string? why, string? observed)
        {
            var times = how == SendOutcome.NotSent
                ? parts[index].Times
                : (parts[index].Times ?? new SendTimes()) with { ReadBackAt = now };
            parts[index] = parts[index] with { Step = SendStep.Settled, Outcome = how, Times = times };
            reports.Add(new DeliveryReport(
                decision.DecisionId, index, how, why, now, verdict.Traceparent, observed, parts[index].Times));
        }
    }

    /// <summary>The server has the outcome.</summary>
    public static JournalState Acknowledge(JournalState state, string decisionId, int part) => state with
    {
        Reports = state.Reports.RemoveAll(report => report.DecisionId == decisionId && report.Part == part),
    };

    /// <summary>Decisions whose outcome the server does not have yet.</summary>
    public static IReadOnlyList<string> Open(JournalState state) => state.Ledger.Select(decision => decision.DecisionId)
        .Concat(state.Reports.Select(report => report.DecisionId)).Distinct(StringComparer.Ordinal).ToList();

    /// <summary>Texts of a chat that were entered or may have been, and whose row was not seen.</summary>
    public static IReadOnlyList<RowAbsorption.EnteredText> EnteredTexts(JournalState state, string chatId)
    {
        var inWork = state.Ledger.Where(decision => decision.ChatId == chatId).SelectMany(decision => decision.Parts
            .Select((part, index) => (decision.DecisionId, Part: part, Index: index))
            .Where(entry => entry.Part is { Entered: true, RowSeen: false, Outcome: null })
            .Select(entry => new RowAbsorption.EnteredText(entry.DecisionId, entry.Index, entry.Part.Text)));
        var doubtful = state.Doubts.Where(doubt => doubt.ChatId == chatId)
            .Select(doubt => new RowAbsorption.EnteredText(doubt.DecisionId, doubt.Part, doubt.Text));
        return inWork.Concat(doubtful).ToList();
    }

    /// <summary>Marks entered texts whose rows were read. A doubt ends with it, and the server hears the better news.</summary>
    public static JournalState RowsSeen(
        JournalState state, IReadOnlyList<RowAbsorption.EnteredText> seen, DateTimeOffset now)
    {
        foreach (var text in seen)
        {
            var doubt = state.Doubts.Find(known => known.DecisionId == text.DecisionId && known.Part == text.Part);
            state = doubt is null
                ? Advance(state, text.DecisionId, text.Part, part => part with { RowSeen = true })
                : EndDoubt(state, doubt, now);
        }

        return state;
    }

    private static SendTimes Noted(SendTimes times, SendStep step, DateTimeOffset now) => step switch
    {
        // A new attempt: what an earlier one reached would be read as this one's.
        SendStep.Received => new SendTimes(),
        SendStep.RecipientVerified => new SendTimes(RecipientVerifiedAt: now),
        SendStep.Typed => times with { RecipientVerifiedAt = now, TypedAt = now },
        SendStep.Entering => times with { EnteredAt = now },
        _ => times,
    };

    private static JournalState EndDoubt(JournalState state, Doubt doubt, DateTimeOffset now)
    {
        var report = new DeliveryReport(
            doubt.DecisionId, doubt.Part, SendOutcome.Verified, "seen_late", now, doubt.Traceparent,
            Times: (doubt.Times ?? new SendTimes()) with { ReadBackAt = now });
        var cleared = Acknowledge(state, doubt.DecisionId, doubt.Part);
        var done = state.Done.Find(known => known.DecisionId == doubt.DecisionId);
        return cleared with
        {
            Doubts = state.Doubts.Remove(doubt),
            Reports = cleared.Reports.Add(report),
            Done = done is null
                ? state.Done
                : state.Done.Replace(done, done with { Outcomes = done.Outcomes.SetItem(doubt.Part, SendOutcome.Verified) }),
        };
    }

    private static ImmutableList<T> Newest<T>(ImmutableList<T> list, int limit) =>
        list.RemoveRange(0, Math.Max(0, list.Count - limit));
}
