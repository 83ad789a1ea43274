using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Messaging.Outbox;

/// <summary>
/// In memory a row goes only after every queue that handles the message has committed; until then it is remembered as
/// under way, and after a crash it is published again at start.
/// </summary>
internal sealed class MemoryRelay(
    ModuleDatabase database,
    OutboxPublisher publisher,
    OutboxSignals signals,
    MemoryDeliveries deliveries,
    MessagingOptions options,
    TimeProvider time,
    ILoggerFactory loggers) : OutboxRelay(database, publisher, signals, options, time, loggers)
{
    private readonly Channel<Delivered> delivered = Channel.CreateUnbounded<Delivered>();

    protected override async Task<bool> PassAsync(OutboxStore store, int lane, DateTimeOffset now, CancellationToken ct)
    {
        var rows = await store.TakeAsync(lane, now, deliveries.Rows(delivered.Writer), Options.RelayBatch, ct);
        try
        {
            await PublishAsync(rows, Begin, row => deliveries.Forget(row.MessageId), ct);
        }
        finally
        {
            await store.ReleaseAsync(lane, [], CancellationToken.None);
        }

        return rows.Count == Options.RelayBatch;
    }

    protected override IEnumerable<Task> SideTasks(CancellationToken ct) => [DeleteDeliveredAsync(ct)];

    private void Begin(OutboxRow row)
    {
        var queues = Publisher.QueuesOf(row);
        deliveries.Begin(row.MessageId, row.Id, queues, delivered.Writer);
        if (queues.Count == 0)
        {
            deliveries.Done(row.MessageId, queue: "");
        }
    }

    private async Task DeleteDeliveredAsync(CancellationToken ct)
    {
        List<Delivered> batch = [];
        while (await delivered.Reader.WaitToReadAsync(ct))
        {
            batch.Clear();
            while (batch.Count < Options.RelayBatch && delivered.Reader.TryRead(out var message))
            {
                batch.Add(message);
            }

            try
            {
                await Publisher.ConfirmedAsync(Database.Module);
                await WithStoreAsync(async store =>
                {
                    await store.DeleteAsync([.. batch.Select(message => message.RowId)], ct);
                    return true;
                }, ct);
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                // The rows stay and are published again; every queue recognises them and they are deleted then.
                Logger.SweepFailed(Database.Module, failure);
            }

            batch.ForEach(message => deliveries.Forget(message.MessageId));
        }
    }
}
