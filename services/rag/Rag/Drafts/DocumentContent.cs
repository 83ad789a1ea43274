namespace WeChatPlatform.Rag;

/// <summary>What a document is known by.</summary>
internal sealed record DocumentSource(string Origin, string Name);

/// <summary>What was read from a document, cut into what can be found.</summary>
/// <remarks><paramref name="ChunkSize"/> and <paramref name="ChunkOverlap"/> are absent where nothing was cut.</remarks>
internal sealed record DocumentContent(
    string Kind,
    string Format,
    string ContentHash,
    IReadOnlyList<ChunkContent> Chunks,
    IReadOnlyList<ReadingFault> Faults,
    int? ChunkSize = null,
    int? ChunkOverlap = null);

/// <summary>Who may find a document, and when.</summary>
internal sealed record DocumentScope(
    Guid CollectionId, IReadOnlyList<string> Products, IReadOnlyList<string> Audiences, DateOnly? ValidFrom, DateOnly? ValidUntil)
{
    public static DocumentScope In(Guid collectionId) => new(collectionId, [], [], null, null);

    public static DocumentScope Of(DocumentVersion version) =>
        new(version.CollectionId, version.Products, version.Audiences, version.ValidFrom, version.ValidUntil);

    public bool IsSameAs(DocumentScope other) =>
        CollectionId == other.CollectionId && ValidFrom == other.ValidFrom && ValidUntil == other.ValidUntil
        && Products.SequenceEqual(other.Products, StringComparer.Ordinal) && Audiences.SequenceEqual(other.Audiences, StringComparer.Ordinal);
}

/// <summary>What the draft made of a document.</summary>
/// <remarks>
/// <paramref name="IsPending"/>: the draft holds a change of it. <paramref name="Added"/>, <paramref name="Kept"/> and
/// <paramref name="Removed"/> count its pieces against what it said before.
/// </remarks>
internal sealed record Drafted(Guid DocumentId, int Version, int Entries, bool IsPending, int Added = 0, int Kept = 0, int Removed = 0);
