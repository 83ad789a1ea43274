using WeChatPlatform.Contracts;
using WeChatPlatform.Search;

namespace WeChatPlatform.Rag;

/// <summary>A question to the knowledge.</summary>
internal sealed record Asked(string Question, int Limit)
{
    /// <summary>Absent: the release in force.</summary>
    public long? Release { get; init; }

    /// <summary>Empty: every collection.</summary>
    public IReadOnlyCollection<Guid> Collections { get; init; } = [];

    public string? Product { get; init; }

    public string? Audience { get; init; }

    /// <summary>Whether the result says how it came about.</summary>
    public bool Explain { get; init; }
}

/// <summary>What a question found, best first.</summary>
/// <remarks><paramref name="Degraded"/> names the parts of the search that were missing or too slow; empty when all took part.</remarks>
internal sealed record Found(
    long Release, IReadOnlyList<FoundPiece> Pieces, IReadOnlyList<string> Degraded, SearchStory? Story = null)
{
    public IReadOnlyList<Evidence> Evidence => [.. Pieces.Select(piece => piece.Evidence)];
}

/// <summary>A piece that was found, and where it stands.</summary>
internal sealed record FoundPiece(Evidence Evidence, Guid DocumentId, int Version, int? Page, Guid CollectionId);

/// <summary>An entry with where its piece comes from.</summary>
internal sealed record LiveEntry(IndexEntry Entry, Guid DocumentId, string Source, int Version, int? Page)
{
    public string Kind => Entry.Kind == EntryKind.Faq ? KnowledgeItem.Faq : KnowledgeItem.Document;

    /// <summary>The same entry in the same releases.</summary>
    public bool IsShownAs(LiveEntry other) =>
        Entry.Scope.FromRelease == other.Entry.Scope.FromRelease && Entry.Scope.UntilRelease == other.Entry.Scope.UntilRelease;

    public FoundPiece Found(double score) => new(
        new Evidence(Entry.ChunkId.ToString(), Kind, Source, Entry.Title, Entry.Text, Math.Round(score, 4)),
        DocumentId, Version, Page, Entry.Scope.CollectionId);
}
