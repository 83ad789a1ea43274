namespace WeChatPlatform.Message.Agents;

/// <summary>When an agent last gave a sign of life, and with which ledger it last connected.</summary>
internal sealed class AgentPresence
{
    public required string AgentId { get; init; }

    public required DateTimeOffset FirstSeenAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>The id of the agent's send ledger. A new one means that the old one, and what it knew, is gone.</summary>
    public string? LedgerId { get; set; }

    /// <summary>Captured messages that waited on the agent's side for the server, by its last heartbeat; absent when it never said.</summary>
    public int? QueuedMessages { get; set; }
}
