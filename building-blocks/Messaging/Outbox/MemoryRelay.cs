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

    protected override async Task DrainAsync(CancellationToken ct)
    {
        while (true)
        {
            await Signals.WaitAsync(ct);
            try
            {
                await WithStoreAsync(store => PassAsync(store, [.. Signals.Take()], ct), ct);
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                // The relay must survive any outage of the database; the sweep wakes the lanes again.
                Logger.RelayFailed(Database.Module, failure);
            }
        }
    }

    private async Task PassAsync(OutboxStore store, int[] lanes, CancellationToken ct)
    {
        try
        {
            var turn = await store.ExchangeAsync(
                new OutboxStore.Wishes
                {
                    Take = lanes,
                    Read = lanes,
                    Except = deliveries.Rows(delivered.Writer),
                    ExceptTypes = Unknown,
                    Limit = Options.RelayBatch,
                },
                Time.GetUtcNow(),
                ct);
            var rows = turn.Rows.Where(row => turn.Taken.Contains(row.Lane)).ToList();
            await PublishAsync(rows.Where(IsKnown), ct);
            foreach (var lane in lanes.Except(turn.Taken))
            {
                _ = AwaitLaneAsync(lane, ct);
            }

            foreach (var lane in rows.CountBy(row => row.Lane).Where(lane => lane.Value >= Options.RelayBatch))
            {
                Signals.Wake(lane.Key);
            }
        }
        finally
        {
            await store.LeaveAsync([], CancellationToken.None);
        }
    }

    /// <summary>Publishes rows of one key one after the other. A failed row holds back the later ones of its key.</summary>
    private async Task PublishAsync(IEnumerable<OutboxRow> rows, CancellationToken ct)
    {
        HashSet<Guid> failed = [];
        foreach (var row in rows.Where(row => !failed.Contains(row.OrderingKey)))
        {
            try
            {
                Begin(row);
                await Publisher.PublishAsync(row, Database.Module, ct);
            }
            catch (Exception failure)
            {
                // Whatever it was, the row is still in the table: it is published again, and its readers recognise it.
                deliveries.Forget(row.MessageId);
                failed.Add(row.OrderingKey);
                Logger.PublishFailed(row.MessageId, Database.Module, failure);
            }
        }
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
                await WithStoreAsync(store => store.DeleteAsync([.. batch.Select(message => message.RowId)], ct), ct);
                CountDeleted(batch.Count);
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
