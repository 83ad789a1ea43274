using System.Globalization;
using WeChatPlatform.AiBenchmark;

Dictionary<string, Func<string[], CancellationToken, Task<int>>> benchmarks = new(StringComparer.Ordinal)
{
    ["overhead"] = OverheadBenchmark.RunAsync,
    ["assembly"] = AssemblyBenchmark.RunAsync,
};

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Length == 0 || !benchmarks.TryGetValue(args[0], out var benchmark))
{
    await Console.Error.WriteLineAsync($"ai {string.Join('|', benchmarks.Keys)} [...]     each says by --help what it takes");
    return 2;
}

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};
return await benchmark(args[1..], interrupted.Token);
