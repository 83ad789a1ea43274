using System.Globalization;

namespace WeChatPlatform.MessagingBenchmark;

/// <summary>What the command line asks for.</summary>
internal sealed class Settings
{
    public const string Usage =
        """
        usage: messaging [--roads ours,stateless,floor,batched] [--in-flight 1,32,128] [--seconds 6] [--warm-up 10]
                         [--offered TURNS_PER_SECOND --minutes 10] [--check] [--set Messaging:Concurrency=16 ...]
        """;

    public IReadOnlyList<string> Roads { get; private set; } = ["ours", "stateless", "floor", "batched"];

    public IReadOnlyList<int> InFlight { get; private set; } = [1, 32, 128];

    public TimeSpan Duration { get; private set; } = TimeSpan.FromSeconds(6);

    public TimeSpan WarmUp { get; private set; } = TimeSpan.FromSeconds(10);

    /// <summary>Turns a second that begin whatever happens; 0 measures closed loops instead.</summary>
    public int Offered { get; private set; }

    public int Minutes { get; private set; } = 10;

    /// <summary>Runs a few turns on each road and compares what is stored; measures nothing.</summary>
    public bool Check { get; private set; }

    /// <summary>Settings of the platform that differ from their defaults.</summary>
    public Dictionary<string, string?> Platform { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <returns>Null when the arguments cannot be understood.</returns>
    public static Settings? Parse(string[] args)
    {
        var settings = new Settings();
        for (var at = 0; at < args.Length; at++)
        {
            if (args[at] == "--check")
            {
                settings.Check = true;
            }
            else if (at + 1 >= args.Length || !settings.Take(args[at], args[++at]))
            {
                return null;
            }
        }

        return settings;
    }

    private bool Take(string name, string value)
    {
        switch (name)
        {
            case "--roads":
                Roads = value.Split(',');
                return Roads.All(road => road is "ours" or "stateless" or "floor" or "batched");
            case "--in-flight":
                var numbers = value.Split(',').Select(Number).ToList();
                InFlight = numbers;
                return numbers.All(number => number > 0);
            case "--seconds":
                Duration = TimeSpan.FromSeconds(Number(value));
                return Number(value) > 0;
            case "--warm-up":
                WarmUp = TimeSpan.FromSeconds(Number(value));
                return Number(value) >= 0;
            case "--offered":
                Offered = Number(value);
                return Offered > 0;
            case "--minutes":
                Minutes = Number(value);
                return Minutes > 0;
            case "--set" when value.Split('=', 2) is [var key, var setting]:
                Platform[key] = setting;
                return true;
            default:
                return false;
        }
    }

    private static int Number(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
