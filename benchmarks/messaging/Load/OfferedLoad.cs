using System.Collections.Concurrent;
using System.Diagnostics;

namespace WeChatPlatform.MessagingBenchmark.Load;

/// <summary>
/// Turns that begin at fixed times, whether earlier ones are over or not. Latency counts from the time a turn was due, so
/// that a road that falls behind cannot hide it.
/// </summary>
internal static class OfferedLoad
{
    public static async Task RunAsync(
        IRoad road, int perSecond, TimeSpan minute, int minutes, Action<OfferedMinute> report, CancellationToken ct)
    {
        ConcurrentBag<double> latencies = [];
        ConcurrentBag<Task> turns = [];
        var open = 0;
        var watch = Stopwatch.StartNew();
        var interval = TimeSpan.FromSeconds(1.0 / perSecond);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        var due = TimeSpan.Zero;
        for (var number = 1; number <= minutes; number++)
        {
            var end = minute * number;
            while (watch.Elapsed < end)
            {
                for (; due <= watch.Elapsed && due < end; due += interval)
                {
                    Interlocked.Increment(ref open);
                    turns.Add(RunAsync(due));
                }

                await timer.WaitForNextTickAsync(ct);
            }

            var taken = Interlocked.Exchange(ref latencies, []);
            report(new OfferedMinute(number, [.. taken], Volatile.Read(ref open), Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: true)));
            turns = [.. turns.Where(turn => !turn.IsCompletedSuccessfully)];
        }

        await Task.WhenAll(turns);

        async Task RunAsync(TimeSpan since)
        {
            await Task.Yield();
            await road.RunTurnAsync(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), ct);
            latencies.Add((watch.Elapsed - since).TotalMilliseconds);
            Interlocked.Decrement(ref open);
        }
    }
}

/// <summary>One minute under an offered load.</summary>
/// <remarks><paramref name="Open"/> are the turns under way at its end: with growth the road does not keep up.</remarks>
internal sealed record OfferedMinute(int Number, double[] Milliseconds, int Open, long WorkingSet, long Heap);
