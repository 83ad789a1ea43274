namespace WeChatPlatform.Messaging.Poison;

/// <summary>A message that a queue of this process gave up, kept until somebody redelivers it. Used in memory only.</summary>
internal sealed class PoisonRow
{
    public required Guid MessageId { get; init; }

    public required string Endpoint { get; init; }

    public required string MessageType { get; init; }

    public required string Body { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset FailedAt { get; init; }
}

/// <summary>What an operator sees of a poison message.</summary>
public sealed record PoisonMessage(Guid MessageId, string Queue, string MessageType, string Reason, DateTimeOffset FailedAt);
