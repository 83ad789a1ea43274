using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Reading;

namespace WeChatPlatform.Capture.Sending;

/// <summary>
/// Types one part of a decision, or finds out what became of one that was interrupted. At most one Enter may take
/// effect: what is not certain ends as unknown. One caller at a time; a window that fails leaves the part where it is,
/// and the next call goes on from there.
/// </summary>
internal sealed class PartSender(
    IWeChatDesktop desktop,
    ChatReader reader,
    Recipient recipient,
    InputBox input,
    AgentJournal journal,
    AgentHealth health,
    IOptions<AgentOptions> options,
    Random random,
    TimeProvider time,
    ILogger<PartSender> logger)
{
    private PaceOptions Pace => options.Value.Pace;

    public async Task SendAsync(LedgerSteps.Due due, CancellationToken ct)
    {
        using var activity = AgentTrace.Start("agent.type", due.Decision.Traceparent);
        activity?.SetTag("decision.id", due.Decision.DecisionId).SetTag("decision.part", due.Index);
        while (true)
        {
            if (await TryAsync(due, ct) is { } verdict)
            {
                if (verdict.Outcome == SendOutcome.NotSent)
                {
                    await LeaveNothingBehindAsync(due, ct);
                }

                Settle(due, verdict);
                return;
            }

            due = LedgerSteps.Next(journal.State)!.Value;
        }
    }

    private readonly record struct Verdict(SendOutcome Outcome, string? Reason, string? Traceparent)
    {
        public static Verdict NotSent(string reason) => new(SendOutcome.NotSent, reason, Activity.Current?.Id);
    }

    /// <summary>One attempt; null when it is certain that nothing was sent and another attempt may be made.</summary>
    private async Task<Verdict?> TryAsync(LedgerSteps.Due due, CancellationToken ct)
    {
        var key = due.Decision.Key();
        var text = due.Part.Text;
        var mayBeSent = due.Part.Step == SendStep.Entering;
        if (string.IsNullOrWhiteSpace(text))
        {
            return Verdict.NotSent("empty_text");
        }

        if (await recipient.OpenAsync(due.Decision, ct) is { } refusal)
        {
            return mayBeSent ? new Verdict(SendOutcome.Unknown, refusal, Activity.Current?.Id) : Verdict.NotSent(refusal);
        }

        if (mayBeSent || Current(due).RowSeen)
        {
            return await ReadBackAsync(due, ct);
        }

        if (due.Part.Step != SendStep.Received)
        {
            await input.WithdrawAsync(text, ct);
        }

        if (!await input.BecomesFreeAsync(TimeSpan.FromSeconds(Pace.InputWaitSeconds), ct))
        {
            return Verdict.NotSent("input_in_use");
        }

        Reach(due, SendStep.RecipientVerified);
        var pause = random.Next(Pace.MinMilliseconds, Pace.MaxMilliseconds + 1);
        await Task.Delay(TimeSpan.FromMilliseconds(pause), time, ct);
        return await TypeAndEnterAsync(due, key, text, ct);
    }

    private async Task<Verdict?> TypeAndEnterAsync(LedgerSteps.Due due, ChatKey key, string text, CancellationToken ct)
    {
        // The pause was long enough for a person to begin typing, or to open another chat.
        if (await desktop.ReadOpenChatAsync(ct) is not { } before || before.Key != key)
        {
            return AnotherAttempt(due, "recipient_changed");
        }

        if (await desktop.ReadInputAsync(ct) is { Length: > 0 })
        {
            return AnotherAttempt(due, "input_in_use");
        }

        await desktop.SetInputAsync(text, ct);
        if (!await input.ComesToHoldAsync(text, ct))
        {
            var isOpen = (await desktop.ReadOpenChatAsync(ct))?.Key == key;
            await input.WithdrawAsync(text, ct);
            return AnotherAttempt(due, isOpen ? "input_not_taken" : "recipient_changed");
        }

        Reach(due, SendStep.Typed);
        if (await desktop.ReadOpenChatAsync(ct) is not { } open || open.Key != key)
        {
            // Should the text stand in the box of the chat that is open now, nobody may send it from there.
            await input.WithdrawAsync(text, ct);
            return AnotherAttempt(due, "recipient_changed");
        }

        // The tail is now exact: a row that comes after it came after Enter.
        await reader.TakeInAsync(open, entry: null, ct);
        Reach(due, SendStep.Entering);
        await desktop.PressEnterAsync(ct);
        return await ReadBackAsync(due, ct);
    }

    private async Task<Verdict?> ReadBackAsync(LedgerSteps.Due due, CancellationToken ct)
    {
        using var activity = AgentTrace.Start("agent.read_back", Activity.Current?.Id ?? due.Decision.Traceparent);
        var text = due.Part.Text;
        var left = await WatchAsync(due, ct);
        if (Current(due).RowSeen)
        {
            await input.WithdrawAsync(text, ct);
            return new Verdict(SendOutcome.Verified, left.Length == 0 ? null : "input_not_empty", Activity.Current?.Id);
        }

        if (!SameText.Is(left, text))
        {
            return new Verdict(SendOutcome.Unknown, "not_seen", Activity.Current?.Id);
        }

        // The text still stands in the box, so Enter had no effect. Taken out first, it cannot be sent later; only when
        // its row then still does not come is it certain.
        Reach(due, SendStep.Typed);
        await input.WithdrawAsync(text, ct);
        await WatchAsync(due, ct);
        return Current(due).RowSeen
            ? new Verdict(SendOutcome.Verified, null, Activity.Current?.Id)
            : AnotherAttempt(due, "enter_had_no_effect");
    }

    /// <summary>
    /// Reads until the own row is there and the box holds nothing of ours, or the time is over, and returns what stands
    /// in the box.
    /// </summary>
    private async Task<string> WatchAsync(LedgerSteps.Due due, CancellationToken ct)
    {
        var key = due.Decision.Key();
        var deadline = time.GetUtcNow().AddSeconds(Pace.ReadBackSeconds);
        var left = "";
        while (true)
        {
            var open = await desktop.ReadOpenChatAsync(ct);
            if (open?.Key == key)
            {
                await reader.TakeInAsync(open, entry: null, ct);
                left = await desktop.ReadInputAsync(ct);
                if (Current(due).RowSeen && left.Length == 0)
                {
                    return left;
                }
            }
            else
            {
                await recipient.OpenAsync(due.Decision, ct);
            }

            if (time.GetUtcNow() >= deadline)
            {
                return left;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(options.Value.Poll.SettleMilliseconds), time, ct);
        }
    }

    // Text of ours that stays in the box would be sent by whoever presses Enter there next.
    private async Task LeaveNothingBehindAsync(LedgerSteps.Due due, CancellationToken ct)
    {
        if (Current(due).Step != SendStep.Received && await recipient.OpenAsync(due.Decision, ct) is null)
        {
            await input.WithdrawAsync(due.Part.Text, ct);
        }
    }

    private LedgerPart Current(LedgerSteps.Due due) =>
        LedgerSteps.Find(journal.State, due.Decision.DecisionId, due.Index)!;

    private void Reach(LedgerSteps.Due due, SendStep step) => journal.Update(state => LedgerSteps.Advance(
        state, due.Decision.DecisionId, due.Index, part => part with
        {
            Step = step,
            Entered = part.Entered || step == SendStep.Entering,
        }));

    private Verdict? AnotherAttempt(LedgerSteps.Due due, string reason)
    {
        if (Current(due).Attempt >= Pace.Attempts)
        {
            return Verdict.NotSent(reason);
        }

        journal.Update(state => LedgerSteps.Advance(
            state, due.Decision.DecisionId, due.Index, part => part with { Attempt = part.Attempt + 1 }));
        return null;
    }

    private void Settle(LedgerSteps.Due due, Verdict verdict)
    {
        journal.Update(state => LedgerSteps.Settle(
            state, due, verdict.Outcome, verdict.Reason, verdict.Traceparent, time.GetUtcNow(), options.Value.Journal.DoneLimit));
        health.Settled(verdict.Outcome);
        logger.PartSettled(due.Decision.DecisionId, due.Index, verdict.Outcome, verdict.Reason);
    }
}
