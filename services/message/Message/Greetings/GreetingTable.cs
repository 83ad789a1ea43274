namespace WeChatPlatform.Message.Greetings;

/// <summary>
/// One version of the deployment's table of greetings. Versions are never changed or deleted: an answer that an agent gave
/// while it was offline is checked against the version that it had.
/// </summary>
internal sealed class GreetingTable
{
    /// <summary>Counts from 1. Its key, so that of two changes at once one comes too late.</summary>
    public required long Version { get; init; }

    public required IReadOnlyList<GreetingEntry> Entries { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    public required string ChangedBy { get; init; }
}

/// <summary>Words that are a greeting, and what is answered.</summary>
internal sealed record GreetingEntry(IReadOnlyList<string> Match, string Reply);
