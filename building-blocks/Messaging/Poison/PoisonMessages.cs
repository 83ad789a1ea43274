using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Messaging.Poison;

namespace WeChatPlatform.Messaging;

/// <summary>
/// The poison messages of this process's queues, whichever transport carries them: listed with their reason, put back once
/// the reason is mended, or removed. Works beside a running platform.
/// </summary>
public sealed class PoisonMessages
{
    private readonly MessageCatalog catalog;
    private readonly PoisonTable table;
    private readonly IOptions<MessagingOptions> options;
    private readonly TimeProvider time;
    private readonly ILogger<PoisonMessages> logger;

    internal PoisonMessages(
        MessageCatalog catalog, PoisonTable table, IOptions<MessagingOptions> options, TimeProvider time, ILogger<PoisonMessages> logger)
    {
        this.catalog = catalog;
        this.table = table;
        this.options = options;
        this.time = time;
        this.logger = logger;
    }

    /// <summary>Oldest first within each queue.</summary>
    public async Task<IReadOnlyList<PoisonMessage>> ListAsync(CancellationToken ct)
    {
        List<PoisonMessage> all = [];
        foreach (var queue in catalog.Queues)
        {
            all.AddRange(options.Value.InMemory ? await table.ListAsync(queue, ct) : await Errors().ListAsync(queue, ct));
        }

        return all;
    }

    /// <summary>Puts one message back, or all of them when no id is given.</summary>
    /// <returns>How many deliveries were put back; 0 when there is no such message.</returns>
    public async Task<int> RedeliverAsync(Guid? messageId, CancellationToken ct)
    {
        var moved = 0;
        foreach (var queue in catalog.Queues)
        {
            var count = options.Value.InMemory
                ? await table.RedeliverAsync(queue, messageId, ct)
                : await Errors().RedeliverAsync(queue, messageId, ct);
            moved += count;
            if (count > 0)
            {
                logger.PoisonRedelivered(messageId ?? Guid.Empty, queue.Name);
            }
        }

        return moved;
    }

    /// <summary>Throws one message away, or all of them when no id is given. It is lost.</summary>
    /// <returns>How many were thrown away; 0 when there is no such message.</returns>
    public async Task<int> RemoveAsync(Guid? messageId, CancellationToken ct)
    {
        var removed = 0;
        foreach (var queue in catalog.Queues)
        {
            var count = options.Value.InMemory
                ? await table.RemoveAsync(queue, messageId, ct)
                : await Errors().RemoveAsync(queue, messageId, ct);
            removed += count;
            if (count > 0)
            {
                logger.PoisonRemoved(count, queue.Name);
            }
        }

        return removed;
    }

    private ErrorQueues Errors() => new(options.Value.RabbitMq, time);
}
