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

    /// <summary>Gaps in what it captured, by its last heartbeat; absent when it never said.</summary>
    public long? Gaps { get; set; }

    /// <summary>Damaged journal files that it set aside, by its last heartbeat.</summary>
    public int? JournalSetAside { get; set; }

    /// <summary>How many chats its scope leaves out, by its last heartbeat.</summary>
    public int? ExcludedChats { get; set; }

    /// <summary>Why it types nothing, a stable word of its last heartbeat; absent when nothing holds it.</summary>
    public string? HeldReason { get; set; }

    /// <summary>The process that has, or last had, the account. Owned by <see cref="AgentLeases"/>, as what follows.</summary>
    public string? InstanceId { get; set; }

    /// <summary>Rises with every other process that gets the account; 0 before the first.</summary>
    public long Lease { get; set; }

    /// <summary>Another process may have the account from then on.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>The connection that holds the lease.</summary>
    public Guid? LeaseSession { get; set; }

    /// <summary>The version of the WeChat client that it drives, as it last said; absent when it never did.</summary>
    public string? ClientVersion { get; set; }

    /// <summary>Since when it is said to be offline; absent while it is not, or nobody has said so yet. Owned by <see cref="Fleet.AgentWatch"/>.</summary>
    public DateTimeOffset? OfflineNotedAt { get; set; }

    /// <summary>Since when a person has told it to send nothing; absent when it may.</summary>
    public DateTimeOffset? StoppedAt { get; set; }

    public string? StopReason { get; set; }
}
