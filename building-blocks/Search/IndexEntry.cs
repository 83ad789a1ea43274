namespace WeChatPlatform.Search;

/// <summary>One findable piece of knowledge, in the releases that show it.</summary>
/// <remarks>
/// <paramref name="EntryId"/> names this entry in every index; a piece that is shown again after it was retired gets a new one.
/// <paramref name="ChunkId"/> is the piece itself, which answers cite. <paramref name="Title"/> is what it is about: a section, or
/// a standard question. <paramref name="Questions"/> are other wordings of that question; empty for a passage.
/// <paramref name="Vector"/> has unit length; absent while no embedder has seen the entry.
/// </remarks>
public sealed record IndexEntry(
    Guid EntryId,
    Guid ChunkId,
    EntryKind Kind,
    string Title,
    string Text,
    IReadOnlyList<string> Questions,
    EntryScope Scope,
    float[]? Vector = null);

/// <summary>What an entry is.</summary>
public enum EntryKind
{
    /// <summary>A question with its answer.</summary>
    Faq,

    /// <summary>A passage of a document.</summary>
    Passage,
}

/// <summary>Who may find an entry, and when.</summary>
/// <remarks>
/// Visible in releases from <paramref name="FromRelease"/> (inclusive) until <paramref name="UntilRelease"/> (exclusive; absent: still visible).
/// <paramref name="Products"/> and <paramref name="Audiences"/> are empty for everybody. The days of <paramref name="ValidFrom"/> and
/// <paramref name="ValidUntil"/> are both inclusive; absent: no limit.
/// </remarks>
public sealed record EntryScope(
    Guid CollectionId,
    long FromRelease,
    long? UntilRelease,
    IReadOnlyList<string> Products,
    IReadOnlyList<string> Audiences,
    DateOnly? ValidFrom = null,
    DateOnly? ValidUntil = null);
