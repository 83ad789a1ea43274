using System.Globalization;
using WeChatPlatform.Benchmarks;
using WeChatPlatform.IngestionBenchmark;
using WeChatPlatform.SearchBenchmark;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var chunks = 1000;
var known = 0;
var isWritten = false;
for (var at = 0; at < args.Length; at++)
{
    switch (args[at])
    {
        case "--chunks" when at + 1 < args.Length && int.TryParse(args[at + 1], CultureInfo.InvariantCulture, out var given) && given >= WordFiles.ChunksEach:
            (chunks, at) = (given, at + 1);
            break;
        case "--known" when at + 1 < args.Length && int.TryParse(args[at + 1], CultureInfo.InvariantCulture, out var given) && given >= 0:
            (known, at) = (given, at + 1);
            break;
        case "--write":
            isWritten = true;
            break;
        default:
            await Console.Error.WriteLineAsync($"usage: IngestionBenchmark [--chunks N, at least {WordFiles.ChunksEach}] [--known N, chunks that are in force before] [--write]");
            return 2;
    }
}

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};
var files = new WordFiles(new Corpus());
var (before, measured) = (files.Make("before", known), files.Make("new", chunks));
var floor = await InMemory.MeasureAsync(measured, interrupted.Token);
var road = await WholeRoad.MeasureAsync(before, measured, interrupted.Token);
var report = $"""
    {road.Chunks} chunks of about {WordFiles.Characters} characters in {measured.Count} Word files, {known} chunks in force before, {Environment.ProcessorCount} cores.

    | part | in memory, s | the service with a durable PostgreSQL, s |
    |---|---|---|
    | files: read, redacted, cut, compared, kept | {floor.Reading:0.00} | {road.Jobs:0.00} |
    | chunks: embedded by the built-in embedder, in both indexes | {floor.Indexing:0.00} | {road.Release:0.00} (as a release, each chunk probed in both) |
    | together | {floor.Reading + floor.Indexing:0.00} | {road.Jobs + road.Release:0.00} |

    The whole road takes {(road.Jobs + road.Release) / (floor.Reading + floor.Indexing):0.0} times what the same steps take in memory.
    """;
Console.WriteLine(report);
if (isWritten)
{
    MeasuredDocument.Performance.Replace("ingestion", report);
}

return 0;
