using WeChatPlatform.Search;

namespace WeChatPlatform.Rag;

/// <summary>What a release changes.</summary>
internal sealed record ReleasePlan(
    long Number,
    IReadOnlyList<DocumentTarget> Documents,
    IReadOnlyList<StoredEntry> Added,
    IReadOnlyList<StoredEntry> Retired);

/// <summary>The version of a document that shall be in force.</summary>
/// <remarks><paramref name="Version"/>, absent, retires the document.</remarks>
internal sealed record DocumentTarget(Guid DocumentId, DocumentVersion? Version, IReadOnlyList<Guid> ChunkIds);

/// <summary>The rule: an entry stays while it shows the same piece to the same people; everything else comes or goes.</summary>
internal static class ReleaseChanges
{
    public static ReleasePlan Plan(
        long number, IReadOnlyList<DocumentTarget> targets, IReadOnlyCollection<StoredEntry> shown, Func<Guid> newId)
    {
        var added = new List<StoredEntry>();
        var retired = new List<StoredEntry>();
        var byDocument = shown.ToLookup(entry => entry.DocumentId);
        foreach (var target in targets)
        {
            var scope = target.Version?.ScopeFrom(number);
            var wanted = target.ChunkIds.ToHashSet();
            foreach (var entry in byDocument[target.DocumentId])
            {
                if (scope is null || !entry.ShowsAs(scope) || !wanted.Remove(entry.ChunkId))
                {
                    retired.Add(entry);
                }
            }

            added.AddRange(target.ChunkIds.Where(wanted.Contains).Select(chunk => Entry(target.DocumentId, chunk, scope!, newId())));
        }

        return new ReleasePlan(number, targets, added, retired);
    }

    private static StoredEntry Entry(Guid documentId, Guid chunkId, EntryScope scope, Guid id) => new()
    {
        EntryId = id,
        ChunkId = chunkId,
        DocumentId = documentId,
        CollectionId = scope.CollectionId,
        Products = [.. scope.Products],
        Audiences = [.. scope.Audiences],
        ValidFrom = scope.ValidFrom,
        ValidUntil = scope.ValidUntil,
        FromRelease = scope.FromRelease,
    };
}
