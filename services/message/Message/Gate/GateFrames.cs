using WeChatPlatform.Message.Agents;

namespace WeChatPlatform.Message.Gate;

/// <summary>The gate over an agent's socket.</summary>
internal sealed class GateFrames(LastGate gate) : IAgentFrameHandler
{
    public async Task<object?> AnswerAsync(AgentPeer peer, AgentFrames.FromAgent frame, CancellationToken ct)
    {
        var question = new GateQuestion(
            frame.DecisionId, frame.Part, frame.Step, frame.Lease, frame.RecipientVerifiedAt, frame.TypedAt)
        {
            ClientVersion = frame.ClientVersion,
        };
        if (!question.IsUnderstood)
        {
            return null;
        }

        var answer = await gate.AskAsync(peer.AgentId, peer.LedgerId, question, ct);
        return new AgentFrames.GateAnswered(
            "gate_answer", answer.DecisionId, answer.Part, answer.Step, answer.Verdict, answer.Reason, answer.AskAgainSeconds);
    }
}
