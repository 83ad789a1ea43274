using WeChatPlatform.MessagingBenchmark.Floor;
using WeChatPlatform.MessagingBenchmark.Load;
using WeChatPlatform.MessagingBenchmark.Ours;

namespace WeChatPlatform.MessagingBenchmark;

/// <summary>What one call of the program does, and what it prints.</summary>
internal static class Run
{
    private const int CheckedTurns = 50;
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(20);

    public static async Task<int> AsAskedAsync(Settings settings, Servers servers, CancellationToken ct)
    {
        Print($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {(System.Runtime.GCSettings.IsServerGC ? "server" : "workstation")} GC");
        if (settings.Check)
        {
            return await CheckAsync(settings, servers, ct) ? 0 : 1;
        }

        if (settings.Offered > 0)
        {
            await OfferAsync(settings, servers, ct);
            return 0;
        }

        await MeasureAsync(settings, servers, ct);
        return 0;
    }

    private static async Task MeasureAsync(Settings settings, Servers servers, CancellationToken ct)
    {
        Print("| in flight | road | turns/s | p50 ms | p95 ms | p99 ms | KB allocated/turn | CPU ms/turn: own | PostgreSQL | RabbitMQ | commits/turn | flushes/turn |");
        Print("|---|---|---|---|---|---|---|---|---|---|---|---|");
        Dictionary<(int, string), Figures> all = [];
        foreach (var name in settings.Roads)
        {
            await using var road = await StartAsync(name, settings, servers, ct);
            foreach (var inFlight in settings.InFlight)
            {
                var figures = await ClosedLoop.RunAsync(road, servers, inFlight, settings.WarmUp, settings.Duration, ct);
                all[(inFlight, name)] = figures;
                Print($"| {inFlight} | {name} | {figures.PerSecond:F0} | {figures.P50:F1} | {figures.P95:F1} | {figures.P99:F1} | {figures.AllocatedKilobytes:F0} | {figures.OwnProcessor:F2} | {figures.PostgresProcessor:F2} | {figures.RabbitMqProcessor:F2} | {figures.Commits:F2} | {figures.Flushes:F2} |");
            }
        }

        Print("");
        foreach (var ((inFlight, name), ours) in all.Where(entry => OurRoad.IsOne(entry.Key.Item2)))
        {
            foreach (var (other, floor) in all.Where(entry => entry.Key.Item1 == inFlight && !OurRoad.IsOne(entry.Key.Item2)))
            {
                Print($"{name} / {other.Item2} at {inFlight} in flight: turns {ours.PerSecond / floor.PerSecond:F2}, p50 {ours.P50 / floor.P50:F2}, allocated {ours.AllocatedKilobytes / floor.AllocatedKilobytes:F1}, commits {ours.Commits / floor.Commits:F2}");
            }
        }
    }

    private static async Task OfferAsync(Settings settings, Servers servers, CancellationToken ct)
    {
        foreach (var name in settings.Roads)
        {
            await using var road = await StartAsync(name, settings, servers, ct);
            await ClosedLoop.RunAsync(road, servers, inFlight: 8, settings.WarmUp, TimeSpan.FromSeconds(1), ct);
            Print($"{name}, {settings.Offered} turns/s offered for {settings.Minutes} minutes");
            Print("| minute | turns | p50 ms | p95 ms | p99 ms | slowest ms | under way | process MB | heap MB |");
            Print("|---|---|---|---|---|---|---|---|---|");
            await OfferedLoad.RunAsync(road, settings.Offered, TimeSpan.FromMinutes(1), settings.Minutes, Report, ct);
            var stored = await SettledAsync(road, ct);
            Print($"stored: {stored.Finished} finished turns, {stored.Inbox} inbox rows, {stored.Outbox} outbox rows");
        }
    }

    private static void Report(OfferedMinute minute) => Print(
        $"| {minute.Number} | {minute.Milliseconds.Length} | {Percentiles.Of(minute.Milliseconds, 50):F1} | {Percentiles.Of(minute.Milliseconds, 95):F1} | {Percentiles.Of(minute.Milliseconds, 99):F1} | {Percentiles.Of(minute.Milliseconds, 100):F1} | {minute.Open} | {minute.WorkingSet >> 20} | {minute.Heap >> 20} |");

    /// <summary>Every road must have stored the same for the same turns; a road that skips work would look fast.</summary>
    private static async Task<bool> CheckAsync(Settings settings, Servers servers, CancellationToken ct)
    {
        var right = true;
        foreach (var name in settings.Roads)
        {
            await using var road = await StartAsync(name, settings, servers, ct);
            await Task.WhenAll(Enumerable.Range(0, CheckedTurns).Select(_ =>
                road.RunTurnAsync(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), ct)));
            var stored = await SettledAsync(road, ct);
            var expected = new Stored(CheckedTurns, CheckedTurns * road.InboxRows, 0);
            right &= stored == expected;
            Print($"{name}: {stored}; expected {expected}: {(stored == expected ? "right" : "WRONG")}");
        }

        return right;
    }

    /// <summary>What is stored once the outbox is empty, or when it does not get empty.</summary>
    private static async Task<Stored> SettledAsync(IRoad road, CancellationToken ct)
    {
        var until = TimeProvider.System.GetUtcNow() + SettleTime;
        while (true)
        {
            var stored = await road.StoredAsync(ct);
            if (stored.Outbox == 0 || TimeProvider.System.GetUtcNow() > until)
            {
                return stored;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, ct);
        }
    }

    private static async Task<IRoad> StartAsync(string name, Settings settings, Servers servers, CancellationToken ct) => name switch
    {
        _ when OurRoad.IsOne(name) => await OurRoad.StartAsync(name, servers, settings.Platform, ct),
        "floor" => await FloorRoad.StartAsync(servers, mostAtOnce: 1, ct),
        _ => await FloorRoad.StartAsync(servers, mostAtOnce: 64, ct),
    };

    private static void Print(string line) => Console.WriteLine(line);
}
