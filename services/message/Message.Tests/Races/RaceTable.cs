using WeChatPlatform.Testing;

namespace WeChatPlatform.Message.Tests.Races;

/// <summary>What happens while a message is being answered, and at which step; and how it ends, in the words of docs/reliability.md.</summary>
public sealed record RaceCell(string Step, string Happening, string Outcome)
{
    public override string ToString() => $"{Happening} while {Step}: {Outcome}";
}

/// <summary>The table of races in docs/reliability.md: the test reads it, so that the two cannot drift apart.</summary>
internal static class RaceTable
{
    public const string Corner = "while it is";

    public static readonly IReadOnlyList<string> Steps =
        ["collecting", "preparing", "generating", "decided", "claimed", "typed", "granted", "entered"];

    public static readonly IReadOnlyList<string> Happenings =
        ["customer writes on", "person of ours types", "pause", "agent stopped", "time runs out"];

    public static async Task<IReadOnlyList<RaceCell>> ReadAsync(CancellationToken ct)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(BuiltPrograms.Repository, "docs", "reliability.md"), ct);
        var table = lines.SkipWhile(line => Cells(line) is not [Corner, ..]).TakeWhile(line => line.StartsWith('|')).Select(Cells).ToList();
        return
        [
            .. table.Skip(2).SelectMany(row => table[0].Skip(1).Zip(row.Skip(1), (happening, outcome) => new RaceCell(row[0], happening, outcome))),
        ];
    }

    private static string[] Cells(string line) =>
        line.StartsWith('|') ? line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries) : [];
}
