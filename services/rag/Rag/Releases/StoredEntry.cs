using WeChatPlatform.Search;

namespace WeChatPlatform.Rag;

/// <summary>One entry of the indexes, with the releases that show it. The indexes are made from these rows alone.</summary>
internal sealed class StoredEntry
{
    public Guid EntryId { get; init; }

    public Guid ChunkId { get; init; }

    public Guid DocumentId { get; init; }

    public Guid CollectionId { get; init; }

    public required List<string> Products { get; init; }

    public required List<string> Audiences { get; init; }

    public DateOnly? ValidFrom { get; init; }

    public DateOnly? ValidUntil { get; init; }

    public long FromRelease { get; init; }

    /// <summary>The first release that no longer shows it; absent while one does.</summary>
    public long? UntilRelease { get; set; }

    public EntryScope Scope => new(CollectionId, FromRelease, UntilRelease, Products, Audiences, ValidFrom, ValidUntil);

    /// <summary>Shows the chunk to the same people at the same time.</summary>
    public bool ShowsAs(EntryScope scope) =>
        CollectionId == scope.CollectionId && ValidFrom == scope.ValidFrom && ValidUntil == scope.ValidUntil
        && Products.SequenceEqual(scope.Products, StringComparer.Ordinal) && Audiences.SequenceEqual(scope.Audiences, StringComparer.Ordinal);
}

/// <summary>Which version of a document the releases show.</summary>
internal sealed class DocumentInRelease
{
    public Guid DocumentId { get; init; }

    public Guid VersionId { get; init; }

    public long FromRelease { get; init; }

    /// <summary>The first release that no longer shows it; absent while one does.</summary>
    public long? UntilRelease { get; set; }
}
