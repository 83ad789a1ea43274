using WeChatPlatform.Capture.Sending.Pacing;

namespace WeChatPlatform.Capture.Sending;

/// <summary>
/// Asks the server about parts that wait for their time. It says no as soon as they are too old, superseded or paused: then
/// they end, and a person or a newer answer takes over, instead of waiting for hours. The question says what they wait
/// for; a yes begins nothing. One caller, the desktop's loop.
/// </summary>
internal sealed class HeldParts(PartGate gate, PartOutcomes outcomes, TimeProvider time)
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(30);
    private readonly Dictionary<(string DecisionId, int Part), long> _asked = [];

    /// <summary>Asks for one of them at most, so that a slow server delays nobody for long.</summary>
    public async Task AskAsync(IReadOnlyCollection<SendPace.Waiting> held, CancellationToken ct)
    {
        foreach (var gone in _asked.Keys.Except(held.Select(one => KeyOf(one.Due))).ToList())
        {
            _asked.Remove(gone);
        }

        foreach (var (due, reason) in held)
        {
            if (gate.OverBecause(due) is { } over)
            {
                outcomes.Settle(due, SendVerdict.Refused(over));
                return;
            }

            if (_asked.TryGetValue(KeyOf(due), out var at) && time.GetElapsedTime(at) < AskEvery)
            {
                continue;
            }

            _asked[KeyOf(due)] = time.GetTimestamp();
            var answer = await gate.AskHeldAsync(due, reason, ct);
            if (answer.Verdict == GateVerdict.Refuse)
            {
                outcomes.Settle(due, SendVerdict.Refused(answer.Reason));
            }

            return;
        }
    }

    private static (string DecisionId, int Part) KeyOf(LedgerSteps.Due due) => (due.Decision.DecisionId, due.Index);
}
