namespace WeChatPlatform.Messaging.Measuring;

/// <summary>What stands in one queue, and how many of its messages are put aside as poison; absent when it cannot be told.</summary>
internal sealed record StandingMessages(string Queue, long? Waiting, long? Poison);

/// <summary>Looks at the queues of this process on its transport.</summary>
internal interface IStandingMessages
{
    Task<IReadOnlyList<StandingMessages>> CountAsync(CancellationToken ct);
}
