using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Npgsql;
using WeChatPlatform.Messaging.Measuring;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Messaging.Outbox;

/// <summary>
/// Moves one module's committed rows to the transport: woken by the commits of its own process, and by a sweep for what
/// a crash left. Lanes are locked by the session that sends their rows; rows go in order per key and are deleted when the
/// transport has them.
/// </summary>
internal abstract class OutboxRelay(
    ModuleDatabase database,
    OutboxPublisher publisher,
    OutboxSignals signals,
    MessagingOptions options,
    TimeProvider time,
    ILoggerFactory loggers) : IAsyncDisposable
{
    private const int MostPrepared = 20;
    private const int InboxTrimBatch = 5000;
    private const int DeletedBeforeVacuum = 5000;
    private static readonly TimeSpan InboxTrimInterval = TimeSpan.FromMinutes(10);
    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            ApplicationName = $"wechat-{database.Module}-relay",
            MaxPoolSize = OutboxRow.Lanes + 2,
            MaxAutoPrepare = MostPrepared,
            AutoPrepareMinUsages = 2,

            // Locks of lanes are the session's: whatever happens, none stays behind in the pool.
            NoResetOnClose = false,
        }.WithServerSettings("synchronous_commit=off").ConnectionString);

    private readonly ConcurrentDictionary<string, byte> unknown = new();
    private readonly ConcurrentDictionary<int, byte> awaited = new();
    private readonly SemaphoreSlim vacuum = new(0, 1);
    private int deleted;

    protected ILogger Logger { get; } = loggers.CreateLogger<OutboxRelay>();

    protected ModuleDatabase Database => database;

    protected OutboxPublisher Publisher => publisher;

    protected MessagingOptions Options => options;

    protected TimeProvider Time => time;

    protected LaneSignals Signals { get; } = signals.For(database.ContextType);

    /// <summary>Messages in the outbox that this version does not know: they wait for one that does.</summary>
    protected IReadOnlyCollection<string> Unknown => [.. unknown.Keys];

    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            await Task.WhenAll([SweepAsync(ct), DrainAsync(ct), VacuumAsync(ct), .. SideTasks(ct)]);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The host stops. What is still in the table is sent by the next start or another replica.
        }
        finally
        {
            OutboxBacklogs.Forget(database.Module);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        vacuum.Dispose();
    }

    /// <summary>Sends what is due in lanes that are woken, until the host stops. At most one session at a time has a lane.</summary>
    protected abstract Task DrainAsync(CancellationToken ct);

    protected virtual IEnumerable<Task> SideTasks(CancellationToken ct) => [];

    /// <summary>Tells of rows that were deleted, on the loop that deletes them.</summary>
    protected void CountDeleted(int rows)
    {
        deleted += rows;
        if (deleted >= DeletedBeforeVacuum && vacuum.CurrentCount == 0)
        {
            deleted = 0;
            vacuum.Release();
        }
    }

    protected async Task WithStoreAsync(Func<OutboxStore, Task> work, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await work(new OutboxStore(connection));
    }

    private async Task<T> WithStoreAsync<T>(Func<OutboxStore, Task<T>> work, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        return await work(new OutboxStore(connection));
    }

    /// <summary>True when this version knows the message. The first row of an unknown one is told, not each try.</summary>
    protected bool IsKnown(OutboxRow row)
    {
        if (publisher.Knows(row))
        {
            return true;
        }

        if (unknown.TryAdd(row.MessageType, 0))
        {
            Logger.UnknownMessage(row.Id, database.Module, row.MessageType);
        }

        return false;
    }

    /// <summary>Another replica has the lane and sends what is in it. Looks again when it is through.</summary>
    protected async Task AwaitLaneAsync(int lane, CancellationToken ct)
    {
        if (!awaited.TryAdd(lane, 0))
        {
            return;
        }

        try
        {
            await WithStoreAsync(store => store.WaitForLaneAsync(lane, ct), ct);
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            return;
        }
        catch (Exception failure)
        {
            // The lane is looked at all the same, and waited for again if need be.
            Logger.RelayFailed(database.Module, failure);
            await Task.Delay(TimeSpan.FromSeconds(options.SweepSeconds), TimeProvider.System, CancellationToken.None);
        }
        finally
        {
            awaited.TryRemove(lane, out _);
        }

        Signals.Wake(lane);
    }

    private async Task VacuumAsync(CancellationToken ct)
    {
        while (true)
        {
            await vacuum.WaitAsync(ct);
            try
            {
                await WithStoreAsync(store => store.VacuumAsync(ct), ct);
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                // The next thousands of rows bring another try, and autovacuum comes by itself.
                Logger.SweepFailed(database.Module, failure);
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
                var backlog = await WithStoreAsync(store => store.SweepAsync(now, Unknown, ct), ct);
                OutboxBacklogs.Report(database.Module, backlog.Count, backlog.Age, now, time);
                foreach (var lane in backlog.Lanes)
                {
                    Signals.Wake(lane);
                }

                if (now >= nextTrim)
                {
                    nextTrim = now + InboxTrimInterval;
                    await WithStoreAsync(store => store.TrimInboxAsync(now.AddHours(-options.InboxHours), InboxTrimBatch, ct), ct);
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
