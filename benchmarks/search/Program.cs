using System.Globalization;
using WeChatPlatform.Benchmarks;
using WeChatPlatform.SearchBenchmark;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var entries = 100_000;
var dimensions = 512;
var questions = 1000;
var isWritten = false;
for (var at = 0; at < args.Length; at++)
{
    switch (args[at])
    {
        case "--entries" when at + 1 < args.Length && int.TryParse(args[at + 1], CultureInfo.InvariantCulture, out var given) && given > 0:
            (entries, at) = (given, at + 1);
            break;
        case "--dimensions" when at + 1 < args.Length && int.TryParse(args[at + 1], CultureInfo.InvariantCulture, out var given) && given is >= 64 and <= 4096 && given % 16 == 0:
            (dimensions, at) = (given, at + 1);
            break;
        case "--questions" when at + 1 < args.Length && int.TryParse(args[at + 1], CultureInfo.InvariantCulture, out var given) && given > 0:
            (questions, at) = (given, at + 1);
            break;
        case "--write":
            isWritten = true;
            break;
        default:
            await Console.Error.WriteLineAsync("usage: SearchBenchmark [--entries N] [--dimensions N, a multiple of 16] [--questions N] [--write]");
            return 2;
    }
}

var report = await Latency.MeasureAsync(entries, dimensions, questions);
Console.WriteLine(report);
if (isWritten)
{
    MeasuredDocument.Performance.Replace("search", report);
}

return 0;
