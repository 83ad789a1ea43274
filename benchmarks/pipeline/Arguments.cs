using System.Globalization;

namespace WeChatPlatform.PipelineBenchmark;

/// <summary>What is measured.</summary>
internal sealed record Arguments
{
    public const string Usage = """
        pipeline [--shape standalone|distributed|both] [--offered N --minutes M] [--in-flight 1,8,32,128] [--seconds S]
                 [--window MS] [--agents N] [--fast] [--set Section__Option=VALUE]...

        Without --offered: as many messages at a time as --in-flight says, one level after the other, --seconds each.
        With --offered: N messages a second for M minutes, one line a minute.
        --window is the merge window; the platform's own is 1500. --fast: PostgreSQL does not wait for the disk.
        """;

    public IReadOnlyList<string> Shapes { get; private init; } = ["standalone", "distributed"];

    public double? Offered { get; private init; }

    public double Minutes { get; private init; } = 1;

    public IReadOnlyList<int> InFlight { get; private init; } = [1, 8, 32, 128];

    public double Seconds { get; private init; } = 20;

    public int Window { get; private init; }

    public int Agents { get; private init; } = 10;

    public bool Fast { get; private init; }

    public IReadOnlyDictionary<string, string> Settings { get; private init; } = new Dictionary<string, string>();

    /// <returns>Nothing when they are not understood.</returns>
    public static Arguments? Parse(string[] args)
    {
        var parsed = new Arguments();
        Dictionary<string, string> settings = [];
        try
        {
            for (var i = 0; i < args.Length; i++)
            {
                parsed = args[i] switch
                {
                    "--shape" => parsed with { Shapes = args[++i] == "both" ? parsed.Shapes : [args[i]] },
                    "--offered" => parsed with { Offered = Number(args[++i]) },
                    "--minutes" => parsed with { Minutes = Number(args[++i]) },
                    "--in-flight" => parsed with { InFlight = [.. args[++i].Split(',').Select(one => (int)Number(one))] },
                    "--seconds" => parsed with { Seconds = Number(args[++i]) },
                    "--window" => parsed with { Window = (int)Number(args[++i]) },
                    "--agents" => parsed with { Agents = (int)Number(args[++i]) },
                    "--fast" => parsed with { Fast = true },
                    "--set" => Set(parsed, settings, args[++i]),
                    _ => throw new FormatException(args[i]),
                };
            }

            return parsed.Shapes.All(shape => shape is "standalone" or "distributed") ? parsed : null;
        }
        catch (Exception fault) when (fault is FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static Arguments Set(Arguments parsed, Dictionary<string, string> settings, string pair)
    {
        var parts = pair.Split('=', 2);
        settings[parts[0]] = parts[1];
        return parsed with { Settings = settings };
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
