using System.Globalization;

namespace WeChatPlatform.AgentFootprint;

/// <summary>What is measured.</summary>
internal sealed record Arguments
{
    public const string Usage = """
        footprint --agent FILE [--built FILE] --simulator FILE [--chats N] [--seconds S] [--starts N] [--soak MINUTES] [--per-minute N]

        --agent is the published program, --built the one of an ordinary build (a .dll) to measure beside it.
        --seconds is how long each of idle and busy is measured. --soak runs on for so many minutes (1440 is a day) with
        --per-minute messages, a third of them answered, and prints a line a minute.
        """;

    public string Agent { get; private init; } = "";

    public string? Built { get; private init; }

    public string Simulator { get; private init; } = "";

    public int Chats { get; private init; } = 200;

    public int Seconds { get; private init; } = 60;

    public int Starts { get; private init; } = 5;

    public int SoakMinutes { get; private init; }

    public int PerMinute { get; private init; } = 20;

    /// <returns>Nothing when they are not understood.</returns>
    public static Arguments? Parse(string[] args)
    {
        var parsed = new Arguments();
        try
        {
            for (var i = 0; i < args.Length; i++)
            {
                parsed = args[i] switch
                {
                    "--agent" => parsed with { Agent = Path.GetFullPath(args[++i]) },
                    "--built" => parsed with { Built = Path.GetFullPath(args[++i]) },
                    "--simulator" => parsed with { Simulator = Path.GetFullPath(args[++i]) },
                    "--chats" => parsed with { Chats = Number(args[++i]) },
                    "--seconds" => parsed with { Seconds = Number(args[++i]) },
                    "--starts" => parsed with { Starts = Number(args[++i]) },
                    "--soak" => parsed with { SoakMinutes = Number(args[++i]) },
                    "--per-minute" => parsed with { PerMinute = Number(args[++i]) },
                    _ => throw new FormatException(),
                };
            }
        }
        catch (Exception wrong) when (wrong is FormatException or IndexOutOfRangeException or OverflowException)
        {
            return null;
        }

        return File.Exists(parsed.Agent) && File.Exists(parsed.Simulator) && (parsed.Built is null || File.Exists(parsed.Built))
            ? parsed
            : null;
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
