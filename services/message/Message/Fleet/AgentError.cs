namespace WeChatPlatform.Message.Fleet;

/// <summary>Something on an agent's PC that needs people. The newest of each agent are kept.</summary>
internal sealed class AgentError
{
    public required Guid Id { get; init; }

    public required string AgentId { get; init; }

    /// <summary>The agent's own id of the report, by which a repeated one is known; absent from an agent that gives none.</summary>
    public string? AgentErrorId { get; init; }

    /// <summary>A stable word.</summary>
    public required string Code { get; init; }

    /// <summary>A sentence for people.</summary>
    public required string Message { get; init; }

    public string? Detail { get; init; }

    /// <summary>By the agent's clock.</summary>
    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset ReportedAt { get; init; }
}
