using System.Diagnostics;
using System.Globalization;
using WeChatPlatform.PipelineBenchmark;
using WeChatPlatform.Testing;

var arguments = Arguments.Parse(args);
if (arguments is null)
{
    await Console.Error.WriteLineAsync(Arguments.Usage);
    return 2;
}

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.WriteLine(
    $"{Environment.ProcessorCount} cores, .NET {Environment.Version}, merge window {arguments.Window} ms, {arguments.Agents} agents, "
    + (arguments.Fast ? "PostgreSQL without fsync" : "PostgreSQL durable"));
foreach (var shape in arguments.Shapes)
{
    var opening = Stopwatch.StartNew();
    await using var stage = await Stage.OpenAsync(shape, arguments, interrupted.Token);
    Console.WriteLine($"\n== {shape}, ready after {opening.Elapsed.TotalSeconds:0.0} s");
    await FirstAsync(stage);
    if (arguments.Offered is { } offered)
    {
        await OfferAsync(stage, offered, TimeSpan.FromMinutes(arguments.Minutes), interrupted.Token);
    }
    else
    {
        await SaturateAsync(stage, arguments, interrupted.Token);
    }
}

return 0;

// What the first customers after a start wait, one after the other.
static async Task FirstAsync(Stage stage)
{
    List<string> times = [];
    for (var number = 0; number < 5; number++)
    {
        times.Add($"{(await stage.Load.AskAndWaitAsync(0)).FromAsked.TotalMilliseconds:0}");
    }

    Console.WriteLine($"first questions after the start, ms: {string.Join(", ", times)}");
}

static async Task SaturateAsync(Stage stage, Arguments arguments, CancellationToken ct)
{
    Console.WriteLine("in flight  turns/s      p50      p95      p99      max   ms from accepted to the decision at the agent");
    foreach (var inFlight in arguments.InFlight)
    {
        await RunAsync(stage, inFlight, TimeSpan.FromSeconds(arguments.Seconds / 4), ct);
        var before = await stage.UsageAsync(ct);
        var (answered, took) = await RunAsync(stage, inFlight, TimeSpan.FromSeconds(arguments.Seconds), ct);
        var after = await stage.UsageAsync(ct);
        Console.WriteLine($"{inFlight,9} {answered.Count / took.TotalSeconds,8:0.0}  {Figures.Latency(answered)}");
        Figures.PrintUsage(Console.Out, before, after, Math.Max(1, answered.Count), took);
    }
}

static async Task<(List<Question> Answered, TimeSpan Took)> RunAsync(
    Stage stage, int inFlight, TimeSpan span, CancellationToken ct)
{
    using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
    over.CancelAfter(span);
    var start = Stopwatch.GetTimestamp();
    await stage.Load.KeepOpenAsync(inFlight, over.Token);
    var took = Stopwatch.GetElapsedTime(start);
    return ([.. stage.Load.Answered.Where(question => question.AskedAt >= start)], took);
}

// A minute is told by what was asked in it, when all of that is answered or half a minute later.
static async Task OfferAsync(Stage stage, double offered, TimeSpan span, CancellationToken ct)
{
    Console.WriteLine($"{offered:0.#} messages/s offered for {span.TotalMinutes:0.#} minutes");
    Console.WriteLine("minute  asked  open      p50      p95      p99      max   cores  RSS MB  PSS MB");
    using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
    over.CancelAfter(span);
    var first = await stage.UsageAsync(ct);
    var start = Stopwatch.GetTimestamp();
    var offering = stage.Load.OfferAsync(offered, over.Token);
    var last = first;
    for (var minute = 1; minute <= Math.Ceiling(span.TotalMinutes) && !ct.IsCancellationRequested; minute++)
    {
        var from = Stopwatch.GetTimestamp();
        var length = TimeSpan.FromMinutes(Math.Min(1, span.TotalMinutes - minute + 1));
        await Task.Delay(length, ct);
        var to = Stopwatch.GetTimestamp();
        var usage = await stage.UsageAsync(ct);
        var asked = stage.Load.Asked.Where(question => question.AskedAt >= from && question.AskedAt < to).ToList();
        var platform = usage.Where(entry => !entry.Key.StartsWith('(')).ToList();
        var cores = platform.Sum(entry => (entry.Value.Cpu - last[entry.Key].Cpu).TotalSeconds) / length.TotalSeconds;
        Console.WriteLine(
            $"{minute,6} {asked.Count,6} {stage.Load.Unanswered,5}  {Figures.Latency(asked.Where(question => question.DecidedAt != 0))} "
            + $"{cores,7:0.00} {platform.Sum(entry => Figures.Mega(entry.Value.Resident)),7:0} "
            + $"{platform.Sum(entry => Figures.Mega(entry.Value.Proportional)),7:0}");
        last = usage;
    }

    await offering;
    await stage.Load.SettleAsync(TimeSpan.FromSeconds(60));
    var took = Stopwatch.GetElapsedTime(start);
    var all = stage.Load.Answered.Where(question => question.AskedAt >= start).ToList();
    Console.WriteLine($"   all {all.Count,6} {stage.Load.Unanswered,5}  {Figures.Latency(all)}");
    Figures.PrintUsage(Console.Out, first, last, Math.Max(1, all.Count), took);
}
