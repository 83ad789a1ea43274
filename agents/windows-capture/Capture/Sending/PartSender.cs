using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Sending.Pacing;

namespace WeChatPlatform.Capture.Sending;

/// <summary>
/// Types one part of a decision, or finds out what became of one that was interrupted. Enter is pressed only after a "go" of
/// the server for this very press, and at most one may take effect: what is not certain ends as unknown. One caller at a
/// time; a window that fails leaves the part where it is, and the next call goes on from there.
/// </summary>
internal sealed class PartSender(
    IWeChatDesktop desktop,
    Recipient recipient,
    InputBox input,
    ReadBack readBack,
    PartGate gate,
    SendHold hold,
    SendPace pace,
    PartOutcomes outcomes,
    AgentJournal journal,
    IOptions<AgentOptions> options,
    TimeProvider time)
{
    private PaceOptions Pace => options.Value.Pace;

    /// <summary>False when the part is held: nothing of it is in the window, and it is tried again when the hold is over.</summary>
    public async Task<bool> SendAsync(LedgerSteps.Due due, CancellationToken ct)
    {
        using var activity = AgentTrace.Start("agent.type", due.Decision.Traceparent);
        activity?.SetTag("decision.id", due.Decision.DecisionId).SetTag("decision.part", due.Index);
        while (true)
        {
            if (await TryAsync(due, ct) is { } verdict)
            {
                if (verdict.Outcome is null)
                {
                    return false;
                }

                if (verdict.Outcome == SendOutcome.NotSent)
                {
                    await LeaveNothingBehindAsync(due, ct);
                }

                outcomes.Settle(due, verdict);
                return true;
            }

            due = LedgerSteps.Again(journal.State, due);
        }
    }

    /// <summary>How long the chat is open before a text is put into its box: the box is not where it should wait for its time.</summary>
    internal static TimeSpan TimeBefore(string text, PaceOptions pace) => TimeSpan.FromMilliseconds(Math.Clamp(
        pace.MinMilliseconds + ((long)pace.MillisecondsPerCharacter * text.Length), pace.MinMilliseconds, pace.MaxMilliseconds));

    /// <summary>One attempt; null when it is certain that nothing was sent and another attempt may be made.</summary>
    private async Task<SendVerdict?> TryAsync(LedgerSteps.Due due, CancellationToken ct)
    {
        var isEmpty = string.IsNullOrWhiteSpace(due.Part.Text);
        if (isEmpty || (due.Part.Step == SendStep.Received && due.Part.Text.Length > desktop.LongestText))
        {
            return SendVerdict.NotSent(isEmpty ? "empty_text" : "text_too_long");
        }

        if (due.Part.Step != SendStep.Received)
        {
            return await ResumeAsync(due, ct);
        }

        // What a crash interrupted was not asked about: it may have begun on another day.
        if (hold.IsLocal || pace.Against(due) is not null)
        {
            return SendVerdict.Held;
        }

        if (hold.Stops(await gate.AskAsync(due, GateStep.Open, ct)) is { } stop)
        {
            return stop;
        }

        var before = readBack.KnownRows(due.Decision);
        if (await recipient.OpenAsync(due.Decision, ct) is { } refusal)
        {
            return SendVerdict.NotSent(refusal);
        }

        if (Current(due).RowSeen)
        {
            return await ReadBackAsync(due, before, ct);
        }

        if (!await input.BecomesFreeAsync(TimeSpan.FromSeconds(Pace.InputWaitSeconds), ct))
        {
            return SendVerdict.NotSent("input_in_use");
        }

        Reach(due, SendStep.RecipientVerified);
        await Task.Delay(TimeBefore(due.Part.Text, Pace), time, ct);
        return await TypeAsync(due, ct);
    }

    /// <summary>Goes on with a part that was interrupted. Nothing is typed here.</summary>
    private async Task<SendVerdict?> ResumeAsync(LedgerSteps.Due due, CancellationToken ct)
    {
        var mayBeSent = due.Part.Step is SendStep.Entering or SendStep.Typed;
        var before = readBack.KnownRows(due.Decision);
        if (!due.Part.Entered)
        {
            // While nobody watched, a person may have found the text in the box and pressed Enter: its row is ours.
            journal.Update(state => LedgerSteps.Advance(
                state, due.Decision.DecisionId, due.Index, part => part with { Entered = true }));
        }

        await ClearForeignBoxAsync(due, ct);
        if (await recipient.OpenAsync(due.Decision, ct) is { } refusal)
        {
            return mayBeSent ? SendVerdict.Unknown(refusal, observed: null) : SendVerdict.NotSent(refusal);
        }

        var isGone = due.Part.Step == SendStep.Typed && !await input.HoldsAsync(due.Part.Text, ct);
        if (due.Part.Step == SendStep.Entering || isGone || Current(due).RowSeen)
        {
            return await ReadBackAsync(due, before, ct);
        }

        if (!await WithdrawAsync(due, ct))
        {
            return AnotherAttempt(due, "input_not_cleared");
        }

        Reach(due, SendStep.Received);
        return null;
    }

    private async Task<SendVerdict?> TypeAsync(LedgerSteps.Due due, CancellationToken ct)
    {
        var text = due.Part.Text;

        // The pause was long enough for a person to begin typing, or to open another chat.
        if (await desktop.ReadOpenChatAsync(ct) is not { } before || before.Key != due.Decision.Key())
        {
            return AnotherAttempt(due, "recipient_changed");
        }

        if (await desktop.ReadInputAsync(ct) is { Length: > 0 })
        {
            return AnotherAttempt(due, "input_in_use");
        }

        if (hold.IsLocal)
        {
            Reach(due, SendStep.Received);
            return SendVerdict.Held;
        }

        await desktop.SetInputAsync(text, ct);
        var isTaken = await input.ComesToHoldAsync(text, ct);
        var isOpen = (await desktop.ReadOpenChatAsync(ct))?.Key == due.Decision.Key();
        if (!isTaken || !isOpen)
        {
            // Should the text stand in the box of the chat that is open now, nobody may send it from there.
            await input.WithdrawAsync(text, ct);
            return AnotherAttempt(due, isOpen ? "input_not_taken" : "recipient_changed");
        }

        Reach(due, SendStep.Typed);
        var standing = await readBack.LookAsync(due, ct);
        var answer = GateAnswer.Go;
        if (standing == Standing.Stands)
        {
            answer = await gate.AskAsync(due, GateStep.Enter, ct);

            // The answer may have taken seconds, in which a person could act.
            standing = await readBack.LookAsync(due, ct);
            answer = gate.Still(due, answer);
        }

        return await EnterAsync(due, standing, answer, ct);
    }

    private async Task<SendVerdict?> EnterAsync(
        LedgerSteps.Due due, Standing standing, GateAnswer answer, CancellationToken ct)
    {
        var rows = readBack.KnownRows(due.Decision);
        switch (standing)
        {
            case Standing.ChatChanged:
                return AnotherAttempt(due, "recipient_changed");
            case Standing.TextGone:
                // Not by us. A person sent it or took it out; which of the two is read from the chat.
                Reach(due, SendStep.Entering);
                return await ReadBackAsync(due, rows, ct);
            case Standing.AlreadySent:
                await WithdrawAsync(due, ct);
                return await ReadBackAsync(due, rows, ct);
        }

        if (hold.Stops(answer) is { } stop)
        {
            if (await WithdrawAsync(due, ct) && stop.Outcome is null)
            {
                Reach(due, SendStep.Received);
            }

            return stop;
        }

        Reach(due, SendStep.Entering);
        await desktop.PressEnterAsync(ct);
        return await ReadBackAsync(due, rows, ct);
    }

    private async Task<SendVerdict?> ReadBackAsync(
        LedgerSteps.Due due, IReadOnlyList<MessageRow> before, CancellationToken ct)
    {
        using var activity = AgentTrace.Start("agent.read_back", System.Diagnostics.Activity.Current?.Id ?? due.Decision.Traceparent);
        var text = due.Part.Text;
        var sight = await readBack.WatchAsync(due, before, ct);
        if (sight.RowSeen)
        {
            await input.WithdrawAsync(text, ct);
            return SendVerdict.Verified(sight.Left.Length == 0 ? null : "input_not_empty");
        }

        if (!Reading.SameText.Is(sight.Left, text))
        {
            return SendVerdict.Unknown("not_seen", sight.Observed);
        }

        // The text still stands in the box, so Enter had no effect. Taken out first, it cannot be sent later; only when
        // its row then still does not come is it certain.
        await WithdrawAsync(due, ct);
        return (await readBack.WatchAsync(due, before, ct)).RowSeen
            ? SendVerdict.Verified(remark: null)
            : AnotherAttempt(due, "enter_had_no_effect");
    }

    // Text of ours that stays in the box would be sent by whoever presses Enter there next.
    private async Task LeaveNothingBehindAsync(LedgerSteps.Due due, CancellationToken ct)
    {
        if (Current(due).Step != SendStep.Received && await recipient.OpenAsync(due.Decision, ct) is null)
        {
            await WithdrawAsync(due, ct);
        }
    }

    // A person may have opened another chat in the very moment in which the text was set.
    private async Task ClearForeignBoxAsync(LedgerSteps.Due due, CancellationToken ct)
    {
        if (await desktop.ReadOpenChatAsync(ct) is { } open && open.Key != due.Decision.Key())
        {
            await input.WithdrawAsync(due.Part.Text, ct);
        }
    }

    private async Task<bool> WithdrawAsync(LedgerSteps.Due due, CancellationToken ct)
    {
        Reach(due, SendStep.Withdrawing);
        return await input.WithdrawAsync(due.Part.Text, ct);
    }

    private LedgerPart Current(LedgerSteps.Due due) =>
        LedgerSteps.Find(journal.State, due.Decision.DecisionId, due.Index)!;

    private void Reach(LedgerSteps.Due due, SendStep step) =>
        journal.Update(state =>
        {
            var now = time.GetUtcNow();
            return pace.Reached(LedgerSteps.Reach(state, due, step, now), due, step, now);
        });

    private SendVerdict? AnotherAttempt(LedgerSteps.Due due, string reason)
    {
        if (Current(due).Attempt >= Pace.Attempts)
        {
            return SendVerdict.NotSent(reason);
        }

        journal.Update(state => LedgerSteps.Advance(
            state, due.Decision.DecisionId, due.Index, part => part with { Attempt = part.Attempt + 1 }));
        return null;
    }
}
