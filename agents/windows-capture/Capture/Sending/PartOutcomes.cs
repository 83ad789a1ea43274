using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Sending.Pacing;

namespace WeChatPlatform.Capture.Sending;

/// <summary>Ends parts, durably, and tells what became of them.</summary>
internal sealed class PartOutcomes(
    AgentJournal journal,
    SendPace pace,
    AgentHealth health,
    IOptions<AgentOptions> options,
    TimeProvider time,
    ILogger<PartOutcomes> logger)
{
    /// <exception cref="ArgumentException">The verdict is a hold.</exception>
    public void Settle(LedgerSteps.Due due, SendVerdict verdict)
    {
        var now = time.GetUtcNow();
        var outcome = verdict.Outcome ?? throw new ArgumentException("A part that is held is not settled.", nameof(verdict));
        journal.Update(state => pace.Settled(
            LedgerSteps.Settle(state, due, verdict, now, options.Value.Journal.DoneLimit), due, outcome, now));
        health.Settled(outcome);
        logger.PartSettled(due.Decision.DecisionId, due.Index, outcome, verdict.Reason);
    }
}
