using Microsoft.Extensions.Logging;
using WeChatPlatform.Message.Agents;

namespace WeChatPlatform.Message.Deliveries;

/// <summary>An agent reports over its socket what became of one part of a decision.</summary>
internal sealed class DeliveryFrames(DeliveryReports reports, ILogger<DeliveryFrames> logger) : IAgentFrameHandler
{
    public async Task<object?> AnswerAsync(AgentPeer peer, AgentFrames.FromAgent frame, CancellationToken ct)
    {
        var report = new DeliveryReport(
            frame.DecisionId, frame.Part, frame.Outcome, frame.Reason, frame.At, frame.Observed, frame.Steps);
        if (!report.IsUnderstood())
        {
            return null;
        }

        using var activity = AgentTraces.Continue(frame.Traceparent);
        if (!await reports.RecordAsync(peer.AgentId, report, ct))
        {
            logger.FrameRefused(peer.AgentId, "unknown decision");
        }

        // Also for what is not known here: the agent must not report it for ever.
        return new AgentFrames.DeliveryReceived("delivery_received", frame.DecisionId, frame.Part);
    }
}
