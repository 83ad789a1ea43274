using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Sending;

namespace WeChatPlatform.Capture.Server;

/// <summary>Puts what the server says into the journal. Durable when the method returns.</summary>
internal sealed class FrameReader(
    AgentJournal journal, TimeProvider time, ILogger<FrameReader> logger)
{
    public void Take(ReadOnlySpan<byte> frame)
    {
        ServerWire.ServerFrame? read;
        try
        {
            read = JsonSerializer.Deserialize(frame, ServerWireJson.Default.ServerFrame);
        }
        catch (JsonException)
        {
            logger.FrameNotUnderstood("no_json");
            return;
        }

        switch (read)
        {
            case { Type: "decision", DecisionId.Length: > 0, ChatId.Length: > 0, Parts.Count: > 0 }:
                TakeDecision(read);
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
