using Microsoft.Extensions.Logging;
using Npgsql;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Messaging.Outbox;

/// <summary>
/// Moves one module's committed rows to the transport: woken by the commits of its own process, and by a sweep for what
/// a crash left. Each lane is drained by a task of its own; a pass takes the lane's lock, publishes in order per key,
/// and deletes what was confirmed.
/// </summary>
internal abstract class OutboxRelay(
    ModuleDatabase database,
    OutboxPublisher publisher,
    OutboxSignals signals,
    MessagingOptions options,
    TimeProvider time,
    ILoggerFactory loggers) : IAsyncDisposable
{
    private const int InboxTrimBatch = 5000;
    private static readonly TimeSpan InboxTrimInterval = TimeSpan.FromMinutes(10);
    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            ApplicationName = $"wechat-{database.Module}-relay",
            MaxPoolSize = OutboxRow.Lanes + 2,
        }.WithServerSettings("synchronous_commit=off").ConnectionString);

    protected ILogger Logger { get; } = loggers.CreateLogger<OutboxRelay>();

    protected ModuleDatabase Database => database;

    protected OutboxPublisher Publisher => publisher;

    protected MessagingOptions Options => options;

    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            await Task.WhenAll([
                SweepAsync(ct),
                .. Enumerable.Range(0, OutboxRow.Lanes).Select(lane => DrainAsync(lane, ct)),
                .. SideTasks(ct)]);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The host stops. What is still in the table is sent by the next start or another replica.
        }
    }

    public async ValueTask DisposeAsync() => await source.DisposeAsync();

    /// <summary>One pass over a lane that this session has locked.</summary>
    /// <returns>True when the lane may hold more.</returns>
    protected abstract Task<bool> PassAsync(OutboxStore store, int lane, DateTimeOffset now, CancellationToken ct);

    protected virtual IEnumerable<Task> SideTasks(CancellationToken ct) => [];

    protected async Task<T> WithStoreAsync<T>(Func<OutboxStore, Task<T>> work, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        return await work(new OutboxStore(connection));
    }

    /// <summary>Publishes rows of one key one after the other and different keys side by side.</summary>
    /// <returns>The ids of the rows that the transport confirmed. A failed row holds back the later ones of its key.</returns>
    protected async Task<List<long>> PublishAsync(
        IEnumerable<OutboxRow> rows, Action<OutboxRow>? before, Action<OutboxRow>? failed, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(options.ConfirmTimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        var keys = rows.GroupBy(row => row.OrderingKey).Select(key => PublishKeyAsync(key, before, failed, either.Token));
        return [.. (await Task.WhenAll(keys)).SelectMany(ids => ids)];
    }

    private async Task<List<long>> PublishKeyAsync(
        IEnumerable<OutboxRow> rows, Action<OutboxRow>? before, Action<OutboxRow>? failed, CancellationToken ct)
    {
        List<long> sent = [];
        foreach (var row in rows)
        {
            try
            {
                before?.Invoke(row);
                if (!await publisher.PublishAsync(row, database.Module, ct))
                {
                    failed?.Invoke(row);
                    Logger.UnknownMessage(row.Id, database.Module, row.MessageType);
                    break;
                }

                sent.Add(row.Id);
            }
            catch (Exception failure)
            {
                // Whatever it was, the row is still in the table: it is sent again, and its readers recognise it.
                failed?.Invoke(row);
                Logger.PublishFailed(row.MessageId, database.Module, failure);
                break;
            }
        }

        return sent;
    }

    private async Task DrainAsync(int lane, CancellationToken ct)
    {
        var signal = signals.Reader(database.ContextType, lane);
        while (await signal.WaitToReadAsync(ct))
        {
            while (signal.TryRead(out _))
            {
            }

            try
            {
                while (await WithStoreAsync(store => PassAsync(store, lane, time.GetUtcNow(), ct), ct))
                {
                }
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                // The relay must survive any outage of database or transport; the sweep wakes the lane again.
                Logger.RelayFailed(database.Module, lane, failure);
            }
        }
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.SweepSeconds), time);
        var nextTrim = time.GetUtcNow();
        do
        {
            try
            {
                var now = time.GetUtcNow();
                var backlog = await WithStoreAsync(store => store.SweepAsync(now, ct), ct);
                var module = new KeyValuePair<string, object?>("module", database.Module);
                MessagingMetrics.Pending.Record(backlog.Count, module);
                MessagingMetrics.Lag.Record(backlog.Age.TotalSeconds, module);
                foreach (var lane in backlog.Lanes)
                {
                    signals.Wake(database.ContextType, lane, now);
                }

                if (now >= nextTrim)
                {
                    nextTrim = now + InboxTrimInterval;
                    await WithStoreAsync(async store =>
                    {
                        await store.TrimInboxAsync(now.AddHours(-options.InboxHours), InboxTrimBatch, ct);
                        return true;
                    }, ct);
                }
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                // As above: an outage ends, the loop must be there when it does.
                Logger.SweepFailed(database.Module, failure);
            }
        }
        while (await timer.WaitForNextTickAsync(ct));
    }
}
