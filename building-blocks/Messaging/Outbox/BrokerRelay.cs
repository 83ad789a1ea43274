using Microsoft.Extensions.Logging;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Messaging.Outbox;

/// <summary>With RabbitMQ a row goes as soon as the broker has confirmed the message.</summary>
internal sealed class BrokerRelay(
    ModuleDatabase database,
    OutboxPublisher publisher,
    OutboxSignals signals,
    MessagingOptions options,
    TimeProvider time,
    ILoggerFactory loggers) : OutboxRelay(database, publisher, signals, options, time, loggers)
{
    protected override async Task<bool> PassAsync(OutboxStore store, int lane, DateTimeOffset now, CancellationToken ct)
    {
        var rows = await store.TakeAsync(lane, now, [], Options.RelayBatch, ct);
        List<long> sent = [];
        try
        {
            sent = await PublishAsync(rows, before: null, failed: null, ct);
            if (sent.Count > 0)
            {
                await Publisher.ConfirmedAsync(Database.Module);
            }
        }
        finally
        {
            // Also when the host stops in the middle: what the broker confirmed need not be sent again.
            await store.ReleaseAsync(lane, sent, CancellationToken.None);
        }

        return rows.Count == Options.RelayBatch && sent.Count == rows.Count;
    }
}
