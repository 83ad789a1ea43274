namespace WeChatPlatform.Message.Fleet;

/// <summary>
/// What an agent's last heartbeat said of itself, its PC and its client; one row an agent. Absent is what it did not say, or
/// said in a way that is not believed (see <see cref="Agents.HeartbeatReport"/>). Times of the agent are by its clock.
/// </summary>
internal sealed class LastHeartbeat
{
    public required string AgentId { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>How many there were so far.</summary>
    public long Heartbeats { get; init; }

    /// <summary>How the WeChat window is: ok, starting, or a word for what keeps it from being driven.</summary>
    public string? Desktop { get; init; }

    public bool? WxOnline { get; init; }

    public long? MessagesProcessed { get; init; }

    /// <summary>Age of the oldest message that waited on its side.</summary>
    public long? OldestUndeliveredSeconds { get; init; }

    /// <summary>When it last saw a part that it had sent.</summary>
    public DateTimeOffset? LastVerifiedSendAt { get; init; }

    public int? AmbiguousChats { get; init; }

    /// <summary>Name and version of the profile of selectors, such as 4.1/3.</summary>
    public string? Profile { get; init; }

    public string? AgentVersion { get; init; }

    public string? Os { get; init; }

    /// <summary>In use on the PC, 0 to 100; memory and disk as well.</summary>
    public double? CpuPercent { get; init; }

    public double? MemoryPercent { get; init; }

    public double? DiskPercent { get; init; }

    /// <summary>Of the agent's process, in percent of one core.</summary>
    public double? AgentCpuPercent { get; init; }

    public int? AgentMemoryMb { get; init; }
}
