using WeChatPlatform.Ai.Replies;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using WeChatPlatform.Ai;
using WeChatPlatform.Contracts;
using WeChatPlatform.Hosting;
using WeChatPlatform.LocalServers;
using WeChatPlatform.Testing;

namespace WeChatPlatform.AiBenchmark;

/// <summary>
/// What the ai service adds to a call of a model: the whole handling of GenerateReply as the bus runs it, with a model that
/// takes no time, at a fixed rate. Beside it, in the same run and at the same rate: one commit of one row, below which nothing that
/// keeps a ledger can be.
/// </summary>
internal static class OverheadBenchmark
{
    private const string Usage = """
        ai overhead [--rate 100] [--seconds 30] [--fast]

        --rate: commands a second, begun whatever happens. --fast: PostgreSQL does not wait for the disk.
        """;

    private const string Queue = "ai-generate-reply";

    private sealed record Arguments(double Rate = 100, double Seconds = 30, bool Fast = false);

    public static async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        if (Parse(args) is not { } arguments)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        var folder = PlatformServers.NewFolder("ai-overhead");
        try
        {
            await using var postgres = await LocalPostgres.StartAsync(
                new LocalPostgresOptions { DataFolder = Path.Combine(folder, "postgres"), Fast = arguments.Fast },
                NullLogger.Instance, TimeProvider.System, ct);
            await using var redis = await LocalRedis.StartAsync(
                new LocalRedisOptions { DataFolder = Path.Combine(folder, "redis") }, NullLogger.Instance, TimeProvider.System, ct);
            await using var host = await StartAsync(postgres.ConnectionString, redis.ConnectionString);
            Console.WriteLine(
                $"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {arguments.Rate:0} commands/s for {arguments.Seconds:0} s, "
                + (arguments.Fast ? "PostgreSQL without fsync" : "PostgreSQL durable"));
            await MeasureAsync(host, postgres.ConnectionString, arguments, ct);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<TestHost> StartAsync(string postgres, string redis) => TestHost.StartAsync(
        new PlatformHostSetup { Modules = [new InstantModule(), new AiModule()], Name = "ai", ReadEnvironment = false },
        databases: null,
        ("Persistence:ConnectionString", postgres),
        ("Caching:Store", "redis"),
        ("Caching:Redis", redis),
        ("Hosting:WarmUp", "true"),
        ("Llm:Provider", "custom"),
        ("Llm:BaseUrl", "http://127.0.0.1:9/v1"),
        ("Llm:Model", "instant"),
        ("Llm:ApiKey", "benchmark"));

    private static async Task MeasureAsync(TestHost host, string postgres, Arguments arguments, CancellationToken ct)
    {
        ConcurrentQueue<double> handled = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, meter) =>
        {
            if (instrument.Name == "wechat.consumer.duration")
            {
                meter.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag is { Key: "queue", Value: Queue })
                {
                    handled.Enqueue(seconds * 1000);
                }
            }
        });
        listener.Start();

        // What is compiled, connected and cached is so before the count begins.
        await OfferAsync(arguments with { Seconds = 5 }, number => host.PublishAsync(Command(-number)), ct);
        await SettleAsync(handled, (int)(arguments.Rate * 5), ct);
        handled.Clear();
        GC.Collect();

        var commits = await CommitsAsync(postgres, arguments, ct);
        var asked = await OfferAsync(arguments, number => host.PublishAsync(Command(number)), ct);
        await SettleAsync(handled, asked, ct);
        var wording = await WordAsync(host, ct);

        Console.WriteLine(Figures.Heading);
        Console.WriteLine(Figures.Line("one commit of one row, by hand", commits));
        Console.WriteLine(Figures.Line("the whole call without its model", handled));
        Console.WriteLine(Figures.Line("of it: up to the answer, alone", wording));
        Console.WriteLine(
            $"p95 of the whole call: {Ratio(handled, commits):0.0} times that of one commit; {host.Published<ReplyGenerated>().Count} answers");
    }

    // Budget, cache, reading, route, prompt, guard and whatever else is registered: everything before the transaction.
    private static async Task<List<double>> WordAsync(TestHost host, CancellationToken ct)
    {
        List<double> times = [];
        for (var number = 0; number < 1000; number++)
        {
            await using var scope = host.Services.CreateAsyncScope();
            var consumer = scope.ServiceProvider.GetRequiredService<GenerateReplyConsumer>();
            var start = Stopwatch.GetTimestamp();
            await consumer.WorkAsync(Command(1_000_000 + number), ct);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return times;
    }

    private static async Task<IReadOnlyCollection<double>> CommitsAsync(string postgres, Arguments arguments, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(postgres) { Database = "postgres" }.ConnectionString);
        await using (var create = source.CreateCommand("create table floor (id int primary key, at timestamptz)"))
        {
            await create.ExecuteNonQueryAsync(ct);
        }

        ConcurrentQueue<double> times = [];
        await OfferAsync(
            arguments with { Seconds = Math.Min(10, arguments.Seconds) },
            async number =>
            {
                var start = Stopwatch.GetTimestamp();
                await using var insert = source.CreateCommand("insert into floor values ($1, now())");
                insert.Parameters.AddWithValue(number);
                await insert.ExecuteNonQueryAsync(ct);
                times.Enqueue(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            },
            ct);
        return times;
    }

    /// <returns>How many were begun; all have ended.</returns>
    private static async Task<int> OfferAsync(Arguments arguments, Func<int, Task> begin, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        List<Task> begun = [];
        for (var number = 1; number <= arguments.Rate * arguments.Seconds; number++)
        {
            var due = TimeSpan.FromSeconds(number / arguments.Rate);
            if (due - clock.Elapsed is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait, ct);
            }

            begun.Add(begin(number));
        }

        await Task.WhenAll(begun);
        return begun.Count;
    }

    private static async Task SettleAsync(ConcurrentQueue<double> handled, int expected, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        while (handled.Count < expected)
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(30))
            {
                throw new InvalidOperationException($"{handled.Count} of {expected} commands were handled.");
            }

            await Task.Delay(20, ct);
        }
    }

    /// <summary>Five earlier lines and four pieces of evidence; no two questions are the same, so that no cache answers.</summary>
    private static GenerateReply Command(int number)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new GenerateReply(
            Guid.CreateVersion7(now),
            Guid.CreateVersion7(now),
            $"如果我想装第{number}台7kW充电桩，多少钱？质保多久？",
            "K0001 张三",
            "gray",
            [.. Enumerable.Range(0, 5).Select(line => new ChatLine(
                line % 2 == 0 ? "customer" : "assistant", $"第{line}句：请问充电桩安装需要什么条件，多久可以装好，费用怎么算？"))],
            [.. Enumerable.Range(1, 4).Select(piece => new Evidence(
                $"faq-{piece}", "faq", "常见问题", $"7kW充电桩问题{piece}",
                $"7kW充电桩的价格是1980元，整机质保两年。第{piece}条：安装费另计，具体以现场勘察为准，电缆超过三十米按米收费。", 0.9 - (piece / 100.0)))],
            now,
            $"agent-{number % 5}",
            "张三",
            Release: 1);
    }

    private static double Ratio(IReadOnlyCollection<double> ours, IReadOnlyCollection<double> floor) =>
        Figures.At([.. ours.Order()], 0.95) / Figures.At([.. floor.Order()], 0.95);

    private static Arguments? Parse(string[] args)
    {
        var parsed = new Arguments();
        for (var at = 0; at < args.Length; at++)
        {
            switch (args[at])
            {
                case "--fast":
                    parsed = parsed with { Fast = true };
                    break;
                case "--rate" when at + 1 < args.Length && double.TryParse(args[at + 1], CultureInfo.InvariantCulture, out var rate) && rate > 0:
                    parsed = parsed with { Rate = rate };
                    at++;
                    break;
                case "--seconds" when at + 1 < args.Length && double.TryParse(args[at + 1], CultureInfo.InvariantCulture, out var seconds) && seconds > 0:
                    parsed = parsed with { Seconds = seconds };
                    at++;
                    break;
                default:
                    return null;
            }
        }

        return parsed;
    }
}
