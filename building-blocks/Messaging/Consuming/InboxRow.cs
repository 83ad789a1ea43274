namespace WeChatPlatform.Messaging.Consuming;

/// <summary>A message that a queue has handled: the proof that makes a second delivery do nothing.</summary>
internal sealed class InboxRow
{
    public required Guid MessageId { get; init; }

    public required string Endpoint { get; init; }

    public required DateTimeOffset ConsumedAt { get; init; }
}
