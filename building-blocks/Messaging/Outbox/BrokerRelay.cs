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
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(5);
    private readonly ConcurrentQueue<(OutboxRow Row, Exception? Failure)> outcomes = new();
    private readonly RowsUnderWay underWay = new();
    private readonly HashSet<int> held = [];
    private readonly HashSet<int> wanted = [];
    private int publishing;
    private long gatheringSince;
    private long pausedSince;

    /// <summary>After a failure nothing is read for a moment: a transport that is away is not asked for every row at once.</summary>
    private bool IsPaused => pausedSince != 0 && Stopwatch.GetElapsedTime(pausedSince) < PauseAfterFailure;

    private bool CanRead => underWay.Count < MostUnderWay && !IsPaused;

    protected override async Task DrainAsync(CancellationToken ct)
    {
        var declared = false;
        for (var failures = 0; ;)
        {
            try
            {
                if (!declared)
                {
                    await Publisher.DeclaredAsync(ct);
                    declared = true;
                }

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
            if (outcome.Failure is null)
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

        int[] read = CanRead ? [.. wanted] : [];
        int[] release = [.. held.Where(lane => !read.Contains(lane) && underWay.IsSent(lane))];
        int[] take = [.. read.Where(lane => !held.Contains(lane))];
        if (underWay.SentCount > 0)
        {
            await Publisher.ConfirmedAsync(Database.Module);
        }

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
        CountDeleted(underWay.SentCount);
        underWay.Deleted();
        held.ExceptWith(release);
        held.UnionWith(turn.Taken);
        foreach (var lane in take.Except(turn.Taken))
        {
            _ = AwaitLaneAsync(lane, ct);
        }

        wanted.ExceptWith(read);
        Start(turn.Rows);
        if (held.Any(underWay.IsEmpty) || (wanted.Count > 0 && CanRead))
        {
            // A lane in which nothing was due is given free by the next pass; what could not be read now is read by it.
            Signals.Ring();
        }
    }

    private void HandleOutcomes()
    {
        while (outcomes.TryDequeue(out var outcome))
        {
            if (outcome.Failure is { } failure)
            {
                Fail(outcome.Row, failure);
            }
            else if (underWay.Sent(outcome.Row) is { } next)
            {
                _ = PublishAsync(next);
            }
        }
    }

    /// <summary>
    /// The row is still in the table: it is sent again, and its readers recognise it. What fails together with it is not
    /// told row by row.
    /// </summary>
    private void Fail(OutboxRow row, Exception failure)
    {
        underWay.Failed(row);
        wanted.Add(row.Lane);
        if (!IsPaused)
        {
            Logger.PublishFailed(row.MessageId, Database.Module, failure);
            pausedSince = Stopwatch.GetTimestamp();
            _ = RingLaterAsync(PauseAfterFailure + Gather);
        }
    }

    /// <summary>A read is never put off; deletes wait a moment for others, or for a read to go along with.</summary>
    private bool HasWork()
    {
        if ((wanted.Count > 0 && CanRead) || underWay.SentCount >= DeleteAtOnce || held.Any(underWay.IsEmpty))
        {
            gatheringSince = 0;
            return true;
        }

        if (underWay.SentCount == 0)
        {
            return false;
        }

        if (gatheringSince == 0)
        {
            gatheringSince = Stopwatch.GetTimestamp();
            _ = RingLaterAsync(Gather);
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
        Exception? failure = null;
        try
        {
            await Publisher.PublishAsync(row, Database.Module, CancellationToken.None);
        }
        catch (Exception any)
        {
            failure = any;
        }

        outcomes.Enqueue((row, failure));
        Interlocked.Decrement(ref publishing);
        Signals.Ring();
    }

    private async Task RingLaterAsync(TimeSpan wait)
    {
        await Task.Delay(wait, TimeProvider.System, CancellationToken.None);
        Signals.Ring();
    }
}
