using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Messaging.Outbox;

/// <summary>
/// With RabbitMQ a row goes as soon as the broker has confirmed the message. One loop on one session does it for all lanes:
/// it does not wait for confirms before it reads on, and its deletes go along with its reads.
/// </summary>
internal sealed class BrokerRelay(
    ModuleDatabase database,
    OutboxPublisher publisher,
    OutboxSignals signals,
    MessagingOptions options,
    TimeProvider time,
    ILoggerFactory loggers) : OutboxRelay(database, publisher, signals, options, time, loggers)
{
    private const int MostUnderWay = 1000;
    private const int DeleteAtOnce = 100;
    private const int MostFailures = 10;
    private const double FirstPauseSeconds = 0.05;

    // How long a delete waits for company, and with it the lane: short, because another replica may want the lane.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(5);
    private readonly ConcurrentQueue<(OutboxRow Row, bool Sent)> outcomes = new();
    private readonly RowsUnderWay underWay = new();
    private readonly HashSet<int> held = [];
    private readonly HashSet<int> wanted = [];
    private int publishing;
    private long gatheringSince;

    protected override async Task DrainAsync(CancellationToken ct)
    {
        for (var failures = 0; ;)
        {
            try
            {
                await Signals.WaitAsync(ct);
                await WithStoreAsync(async store =>
                {
                    try
                    {
                        for (; ; failures = 0, await Signals.WaitAsync(ct))
                        {
                            await PassAsync(store, ct);
                        }
                    }
                    finally
                    {
                        await LeaveAsync(store, ct);
                    }
                }, ct);
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                // The relay must survive any outage of database or transport.
                Logger.RelayFailed(Database.Module, failure);
                failures = Math.Min(failures + 1, MostFailures);
                await Task.Delay(
                    TimeSpan.FromSeconds(Math.Min(Options.SweepSeconds, FirstPauseSeconds * (1 << failures))), TimeProvider.System, ct);
                Signals.WakeAll();
            }
        }
    }

    /// <summary>
    /// Ends the session's work, for whatever reason: what is with the transport is waited for before the lanes are free, so
    /// that nobody sends it at the same time, and what the transport confirmed is deleted, so that nobody sends it again.
    /// </summary>
    private async Task LeaveAsync(OutboxStore store, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref publishing) > 0 && (!ct.IsCancellationRequested || Stopwatch.GetElapsedTime(since) < StopTime))
        {
            await Task.Delay(Gather, TimeProvider.System, CancellationToken.None);
        }

        while (outcomes.TryDequeue(out var outcome))
        {
            if (outcome.Sent)
            {
                underWay.Sent(outcome.Row);
            }
        }

        underWay.KeepSent();
        held.Clear();
        wanted.Clear();
        try
        {
            await store.LeaveAsync(underWay.SentIds, CancellationToken.None);
            underWay.Deleted();
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException)
        {
            // The session is broken: its locks are gone with it. What it could not delete goes in the next one's first pass.
        }
    }

    private async Task PassAsync(OutboxStore store, CancellationToken ct)
    {
        HandleOutcomes();
        wanted.UnionWith(Signals.Take());
        if (!HasWork())
        {
            return;
        }

        int[] read = underWay.Count < MostUnderWay ? [.. wanted] : [];
        int[] release = [.. held.Where(lane => !wanted.Contains(lane) && underWay.IsSent(lane))];
        int[] take = [.. read.Where(lane => !held.Contains(lane))];
        var turn = await store.ExchangeAsync(
            new OutboxStore.Wishes
            {
                Delete = underWay.SentIds,
                Release = release,
                Take = take,
                Read = read,
                Except = underWay.Ids,
                ExceptTypes = Unknown,
                Limit = Options.RelayBatch,
            },
            Time.GetUtcNow(),
            ct);
        underWay.Deleted();
        held.ExceptWith(release);
        held.UnionWith(turn.Taken);
        foreach (var lane in take.Except(turn.Taken))
        {
            _ = AwaitLaneAsync(lane, ct);
        }

        wanted.ExceptWith(read);
        Start(turn.Rows);
        if (held.Any(lane => !wanted.Contains(lane) && underWay.IsEmpty(lane)))
        {
            // Nothing was due in it: the next pass gives it free.
            Signals.Ring();
        }
    }

    private void HandleOutcomes()
    {
        while (outcomes.TryDequeue(out var outcome))
        {
            if (!outcome.Sent)
            {
                underWay.Failed(outcome.Row);
            }
            else if (underWay.Sent(outcome.Row) is { } next)
            {
                _ = PublishAsync(next);
            }
        }
    }

    /// <summary>A read is never put off; deletes wait a moment for others, or for a read to go along with.</summary>
    private bool HasWork()
    {
        if (wanted.Count > 0 || underWay.SentCount >= DeleteAtOnce || held.Any(lane => underWay.IsEmpty(lane)))
        {
            gatheringSince = 0;
            return underWay.Count < MostUnderWay || underWay.SentCount > 0;
        }

        if (underWay.SentCount == 0)
        {
            return false;
        }

        if (gatheringSince == 0)
        {
            gatheringSince = Stopwatch.GetTimestamp();
            _ = RingLaterAsync();
        }

        var due = Stopwatch.GetElapsedTime(gatheringSince) >= Gather;
        gatheringSince = due ? 0 : gatheringSince;
        return due;
    }

    private void Start(IReadOnlyList<OutboxRow> rows)
    {
        foreach (var row in rows.Where(row => held.Contains(row.Lane)))
        {
            if (IsKnown(row) && underWay.Add(row))
            {
                _ = PublishAsync(row);
            }
        }

        foreach (var lane in rows.CountBy(row => row.Lane).Where(lane => lane.Value >= Options.RelayBatch))
        {
            Signals.Wake(lane.Key);
        }
    }

    private async Task PublishAsync(OutboxRow row)
    {
        Interlocked.Increment(ref publishing);
        var isSent = false;
        try
        {
            await Publisher.PublishAsync(row, CancellationToken.None);
            isSent = true;
        }
        catch (Exception failure)
        {
            // Whatever it was, the row is still in the table: it is sent again, and its readers recognise it.
            Logger.PublishFailed(row.MessageId, Database.Module, failure);
        }

        outcomes.Enqueue((row, isSent));
        Interlocked.Decrement(ref publishing);
        Signals.Ring();
    }

    private async Task RingLaterAsync()
    {
        await Task.Delay(Gather, TimeProvider.System, CancellationToken.None);
        Signals.Ring();
    }
}
