namespace WeChatPlatform.Message.Fleet;

/// <summary>How the last self-check of an agent with a client version ended; one row for both.</summary>
internal sealed class SelfCheck
{
    public required string AgentId { get; init; }

    public required string ClientVersion { get; init; }

    public required bool Passed { get; init; }

    /// <summary>A text was sent to 文件传输助手 and read back.</summary>
    public required bool SendTested { get; init; }

    /// <summary>How many selectors were looked for.</summary>
    public required int Selectors { get; init; }

    /// <summary>Those that found nothing.</summary>
    public required string[] Missing { get; init; }

    public string? Profile { get; init; }

    public string? AgentVersion { get; init; }

    /// <summary>By the agent's clock.</summary>
    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset ReportedAt { get; init; }
}
