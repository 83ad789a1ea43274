namespace WeChatPlatform.Gateway.Keys;

/// <summary>A key that an agent logs in with. The key itself is not stored, only its hash.</summary>
internal sealed class AgentKey
{
    public Guid Id { get; init; }

    public required string AgentId { get; init; }

    /// <summary>real or simulated: the token says it, so that only a simulated desktop may be answered without a person.</summary>
    public required string Desktop { get; init; }

    public required string Hash { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>Absent while the key is valid. With it end the tokens that it gave out.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
}
