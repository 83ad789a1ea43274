namespace WeChatPlatform.Messaging.Outbox;

/// <summary>A message on its way from a commit to the transport.</summary>
internal sealed class OutboxRow
{
    /// <summary>Number of lanes. Fixed: replicas that disagreed about it would reorder messages of one key.</summary>
    public const int Lanes = 8;

    /// <summary>A row without a due time sorts before all delayed ones.</summary>
    public static readonly DateTimeOffset AtOnce = DateTimeOffset.MinValue;

    public long Id { get; init; }

    public required Guid MessageId { get; init; }

    public required string MessageType { get; init; }

    public required string Body { get; init; }

    public required Guid OrderingKey { get; init; }

    /// <summary>Messages of one key share a lane, and one relay at a time drains a lane.</summary>
    public required short Lane { get; init; }

    /// <summary>PostgreSQL's -infinity stands for "at once".</summary>
    public required DateTimeOffset DueAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string? TraceParent { get; init; }

    public static short LaneOf(Guid key)
    {
        Span<byte> bytes = stackalloc byte[16];
        key.TryWriteBytes(bytes);

        // Version-7 ids carry the time in front and randomness at the end.
        return (short)(bytes[15] % Lanes);
    }
}
