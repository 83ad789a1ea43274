using System.Collections.Concurrent;
using System.Diagnostics;

namespace WeChatPlatform.MessagingBenchmark.Load;

/// <summary>So many turns under way all the time: a new one starts when one ends.</summary>
internal static class ClosedLoop
{
    private const int WarmUpInFlight = 32;

    public static async Task<Figures> RunAsync(IRoad road, Servers servers, int inFlight, TimeSpan warmUp, TimeSpan duration, CancellationToken ct)
    {
        // Many at once, whatever is measured then: what runs often is compiled for it.
        await RunAsync(road, WarmUpInFlight, warmUp, ct);
        var before = await Counters.ReadAsync(road.DatabaseConnection, servers, ct);
        var watch = Stopwatch.StartNew();
        var latencies = await RunAsync(road, inFlight, duration, ct);
        watch.Stop();
        var after = await Counters.ReadAsync(road.DatabaseConnection, servers, ct);
        double turns = latencies.Count;
        return new Figures(
            latencies.Count,
            watch.Elapsed,
            [.. latencies],
            (after.Allocated - before.Allocated) / turns / 1024,
            (after.Commits - before.Commits) / turns,
            (after.Flushes - before.Flushes) / turns,
            (after.Own - before.Own).TotalMilliseconds / turns,
            (after.Postgres - before.Postgres).TotalMilliseconds / turns,
            (after.RabbitMq - before.RabbitMq).TotalMilliseconds / turns);
    }

    private static async Task<ConcurrentBag<double>> RunAsync(IRoad road, int inFlight, TimeSpan duration, CancellationToken ct)
    {
        ConcurrentBag<double> latencies = [];
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(
            async () =>
            {
                while (watch.Elapsed < duration)
                {
                    var began = Stopwatch.GetTimestamp();
                    await road.RunTurnAsync(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), ct);
                    latencies.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                }
            },
            ct)));
        return latencies;
    }
}
