using System.Collections.Immutable;

namespace WeChatPlatform.Capture.Greetings;

/// <summary>What the server last said about greetings: which words get which answer at the edge. Without entries none does.</summary>
internal sealed record GreetingTable(long Version, ImmutableList<GreetingEntry> Entries)
{
    // The server's own limits are far below; a frame beyond these is no table of it.
    private const int MostEntries = 200;
    private const int MostMatches = 100;
    private const int LongestReply = 2_000;

    /// <summary>Nothing when what came is no table.</summary>
    public static GreetingTable? Of(long version, IReadOnlyList<GreetingEntry?> entries) =>
        version < 0 || entries.Count > MostEntries || entries.Any(entry => !IsEntry(entry))
            ? null
            : new GreetingTable(version, [.. entries.Select(entry => entry!)]);

    /// <summary>The entry whose words a text is, and which of its words it is; nothing when it is none of them.</summary>
    public (string Match, string Reply)? Find(string text)
    {
        var plain = GreetingText.Plain(text);
        return plain.Length == 0 ? null : Entries
            .SelectMany(entry => entry.Match.Select(match => (match, entry.Reply)))
            .Where(pair => GreetingText.Plain(pair.match) == plain)
            .Select(pair => ((string, string)?)pair)
            .FirstOrDefault();
    }

    public bool Equals(GreetingTable? other) => other is not null && Version == other.Version && Entries.SequenceEqual(other.Entries);

    public override int GetHashCode() => HashCode.Combine(Version, Entries.Count);

    private static bool IsEntry(GreetingEntry? entry) =>
        entry is { Match.Count: > 0 and <= MostMatches, Reply.Length: > 0 and <= LongestReply }
        && !string.IsNullOrWhiteSpace(entry.Reply) && entry.Match.TrueForAll(match => !string.IsNullOrWhiteSpace(match));
}

/// <summary>Words that are a greeting, and what is answered.</summary>
internal sealed record GreetingEntry(ImmutableList<string> Match, string Reply)
{
    public bool Equals(GreetingEntry? other) => other is not null && Reply == other.Reply && Match.SequenceEqual(other.Match);

    public override int GetHashCode() => HashCode.Combine(Reply, Match.Count);
}
