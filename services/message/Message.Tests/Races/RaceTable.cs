using System.Text.RegularExpressions;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Message.Tests.Races;

/// <summary>What happens while a message is being answered, and how far the answer is; and how it ends.</summary>
public sealed record RaceCell(string Step, string Happening, string Outcome)
{
    public override string ToString() => $"{Happening} while {Step}: {Outcome}";
}

/// <summary>The table of races in docs/reliability.md: the test reads it, so that the two cannot drift apart.</summary>
internal static partial class RaceTable
{
    public const string Collecting = "collecting";
    public const string Preparing = "preparing";
    public const string Generating = "generating";
    public const string Decided = "decided, waiting";
    public const string Claimed = "claimed";
    public const string Typed = "typed, before the gate";
    public const string Granted = "gate granted";
    public const string Entered = "entered";

    public const string CustomerWrites = "customer writes";
    public const string PersonTypes = "person types";
    public const string Paused = "conversation paused";
    public const string AgentStopped = "agent stopped";
    public const string TimeIsOver = "time is over";

    public const string OneAnswer = "one answer to both messages";
    public const string TwoAnswers = "both messages answered in turn";
    public const string Answered = "answered";
    public const string Ignored = "ignored, conversation_paused";
    public const string Refused = "refused at the gate, conversation_paused";
    public const string Later = "held at the gate, answered when resumed";
    public const string HandedOver = "handed over in words, generation_timeout";
    public const string Expired = "not sent, expired, handed over";

    private const string Corner = "the answer is";

    public static readonly IReadOnlyList<string> Steps = [Collecting, Preparing, Generating, Decided, Claimed, Typed, Granted, Entered];

    public static readonly IReadOnlyList<string> Happenings = [CustomerWrites, PersonTypes, Paused, AgentStopped, TimeIsOver];

    // What the words of the table mean for a message with an answer of one part. A word that is not here is a word that nobody has proven.
    private static readonly Dictionary<string, string> Meanings = new()
    {
        ["same turn"] = OneAnswer,
        ["merged: decided again with it"] = OneAnswer,
        ["superseded: one answer to both"] = OneAnswer,
        ["superseded; the text leaves the box"] = OneAnswer,
        ["sent; next"] = TwoAnswers,
        ["ignore conversation_paused"] = Ignored,
        ["refused conversation_paused"] = Refused,
        ["refused; the text leaves the box"] = Refused,
        ["sent; the pause holds from then on"] = Answered,
        ["decided, then held"] = Later,
        ["held; goes when resumed in time"] = Later,
        ["held; the text leaves the box or waits"] = Later,
        ["sent; the next part is held"] = Answered,
        ["goes on with what came"] = Answered,
        ["goes on without what is missing"] = Answered,
        ["hand-off generation_timeout"] = HandedOver,
        ["not_sent expired, hand-off"] = Expired,
        ["refused expired, hand-off"] = Expired,
        ["sent"] = Answered,
    };

    public static async Task<IReadOnlyList<RaceCell>> ReadAsync(CancellationToken ct)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(BuiltPrograms.Repository, "docs", "reliability.md"), ct);
        var table = lines.SkipWhile(line => Cells(line) is not [Corner, ..]).TakeWhile(line => line.StartsWith('|')).Select(Cells).ToList();
        return
        [
            .. table.Skip(2).SelectMany(row => table[0].Skip(1).Zip(
                row.Skip(1), (happening, words) => new RaceCell(row[0], happening, Meanings.GetValueOrDefault(words, $"unproven: {words}")))),
        ];
    }

    // Without marks of code and of footnotes, and without the names of options behind them.
    private static string[] Cells(string line) => line.StartsWith('|')
        ? [.. line.Trim().Trim('|').Split('|').Select(cell => Marks().Replace(cell, "").Replace("`", "", StringComparison.Ordinal).Trim())]
        : [];

    [GeneratedRegex(@"\(`\w+`\)|[¹²³]", RegexOptions.None, 1000)]
    private static partial Regex Marks();
}
