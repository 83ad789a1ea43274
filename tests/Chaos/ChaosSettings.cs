using System.Globalization;
using WeChatPlatform.Chaos.Tests.Striking;

namespace WeChatPlatform.Chaos.Tests;

/// <summary>What a run is told by its environment.</summary>
/// <remarks>
/// CHAOS_SEED chooses another run of the same kind. CHAOS_FAULTS is how many faults strike, in rounds, each of which is
/// judged; without it a handful. CHAOS_KINDS names the kinds of faults to draw from, with commas. CHAOS_LOGS is a folder
/// that the logs of all processes are put into when a run fails.
/// </remarks>
internal sealed record ChaosSettings(int Seed, int Faults, int PerRound, IReadOnlyCollection<FaultKind> Kinds, string? Logs)
{
    private const int Handful = 10;
    private const int Round = 25;

    public static ChaosSettings Read()
    {
        var faults = Number("CHAOS_FAULTS") ?? Handful;
        return new ChaosSettings(
            Number("CHAOS_SEED") ?? 1,
            faults,
            Math.Min(faults, Round),
            [.. (Text("CHAOS_KINDS") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Enum.Parse<FaultKind>)],
            Text("CHAOS_LOGS"));
    }

    private static int? Number(string variable) =>
        Text(variable) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static string? Text(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
