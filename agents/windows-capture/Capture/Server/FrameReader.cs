using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Capture.Greetings;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Sending;

namespace WeChatPlatform.Capture.Server;

/// <summary>Puts what the server says into the journal. Durable when the method returns.</summary>
internal sealed class FrameReader(
    AgentJournal journal, SendGate gate, TimeProvider time, ILogger<FrameReader> logger)
{
    private const int LongestReason = 100;
    private const int UsualHoldSeconds = 5;
    private const int LongestHoldSeconds = 300;

    /// <returns>Nothing when it is no frame.</returns>
    public static ServerWire.ServerFrame? Parse(ReadOnlySpan<byte> frame)
    {
        try
        {
            return JsonSerializer.Deserialize(frame, ServerWireJson.Default.ServerFrame);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Take(ReadOnlySpan<byte> frame)
    {
        var read = Parse(frame);
        switch (read)
        {
            case null:
                logger.FrameNotUnderstood("no_json");
                break;
            case { Type: "gate_answer", DecisionId.Length: > 0, Step: "open" or "enter" }:
                gate.Take(
                    read.DecisionId, read.Part, read.Step == "open" ? GateStep.Open : GateStep.Enter, Answer(read));
                break;
            case { Type: "gap_received", GapId.Length: > 0 }:
                journal.Update(state => CaptureGaps.Acknowledge(state, read.GapId));
                logger.GapAcknowledged(read.GapId);
                break;
            case { Type: "decision", DecisionId.Length: > 0, ChatId.Length: > 0, Parts.Count: > 0 }:
                TakeDecision(read);
                break;
            case { Type: "greetings", Version: { } version, Entries: { } entries }:
                TakeGreetings(version, entries);
                break;
            case { Type: "delivery_received", DecisionId.Length: > 0 }:
                journal.Update(state => LedgerSteps.Acknowledge(state, read.DecisionId, read.Part));
                logger.DeliveryAcknowledged(read.DecisionId, read.Part);
                break;
            default:
                logger.FrameNotUnderstood("unknown_type_or_incomplete");
                break;
        }
    }

    // A verdict that is not known here is none: nothing is typed.
    private static GateAnswer Answer(ServerWire.ServerFrame frame)
    {
        var reason = frame.Reason is { Length: > LongestReason } tooLong ? tooLong[..LongestReason] : frame.Reason;
        return frame.Verdict switch
        {
            "go" => GateAnswer.Go,
            "refuse" => GateAnswer.Refuse(reason ?? "refused"),
            "hold" => GateAnswer.Hold(
                reason ?? "held", TimeSpan.FromSeconds(Math.Clamp(frame.AskAgainSeconds ?? UsualHoldSeconds, 1, LongestHoldSeconds))),
            _ => GateAnswer.Hold("not_understood", TimeSpan.FromSeconds(LongestHoldSeconds)),
        };
    }

    private void TakeGreetings(long version, IReadOnlyList<ServerWire.Greeting?> entries)
    {
        var table = GreetingTable.Of(version, entries.Select(entry => entry is { Match: { } match, Reply: { } reply }
            ? new GreetingEntry([.. match.Select(word => word ?? "")], reply)
            : null).ToList());
        if (table is null)
        {
            logger.FrameNotUnderstood("no_table_of_greetings");
            return;
        }

        var before = journal.State.Greetings;
        if (!table.Equals(before))
        {
            journal.Update(state => state with { Greetings = table });
            logger.GreetingsReceived(table.Version, table.Entries.Count);
        }
    }

    private void TakeDecision(ServerWire.ServerFrame frame)
    {
        using var activity = AgentTrace.Start("agent.receive", frame.Traceparent);
        var now = time.GetUtcNow();
        var before = journal.State;

        // The id was made here, of a name that was seen here; that name counts, not what comes back.
        var known = before.Chats.GetValueOrDefault(frame.ChatId!);
        var decision = new LedgerDecision(
            frame.DecisionId!,
            frame.ChatId!,
            known?.Name ?? frame.ChatName ?? "",
            known?.IsGroup ?? frame.IsGroup,
            frame.Parts!.Select(part => new LedgerPart(part ?? "")).ToImmutableList(),
            now,
            frame.Traceparent);
        var isNew = false;
        journal.Update(state =>
        {
            var next = LedgerSteps.Receive(state, decision, now);
            isNew = next.Ledger != state.Ledger;
            return next;
        });
        if (isNew)
        {
            logger.DecisionReceived(decision.DecisionId, decision.Parts.Count);
        }
        else
        {
            logger.DecisionRepeated(decision.DecisionId);
        }
    }
}
