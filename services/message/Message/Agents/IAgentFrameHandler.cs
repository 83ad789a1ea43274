namespace WeChatPlatform.Message.Agents;

/// <summary>What the server does with one type of frame that an agent sends after its hello. Registered under the type's word.</summary>
internal interface IAgentFrameHandler
{
    /// <returns>The frame that answers it; nothing when it is not understood.</returns>
    Task<object?> AnswerAsync(AgentPeer peer, AgentFrames.FromAgent frame, CancellationToken ct);
}

/// <summary>The agent at the other end of a connection, and the ledger it said hello with.</summary>
internal sealed record AgentPeer(string AgentId, string LedgerId);
