using System.Collections.Concurrent;

namespace WeChatPlatform.Messaging.Measuring;

/// <summary>
/// Which queues have given up a message since the last look. An error queue exists from its first message on, and asking
/// RabbitMQ for one that is not there ends the channel and writes a line into its log: so it is asked for only when there is a reason.
/// </summary>
internal sealed class GivenUpMessages
{
    private readonly ConcurrentDictionary<string, bool> queues = new(StringComparer.Ordinal);

    public void Add(string queue) => queues[queue] = true;

    /// <returns>Whether the queue gave up a message since this was last asked.</returns>
    public bool Take(string queue) => queues.TryRemove(queue, out _);
}
