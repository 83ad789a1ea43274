using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.Rag;

/// <summary>
/// Puts whole documents into the draft and takes them out. Only what changed becomes a new piece: what a version repeats keeps its
/// id, a person's edits and switches included.
/// </summary>
internal sealed class DraftDocuments(RagDbContext context, TimeProvider time)
{
    /// <summary>Makes this the next version of the document, if it is not what the draft or the release in force says already.</summary>
    /// <param name="source">What the document is known by.</param>
    /// <param name="content">What it says.</param>
    /// <param name="scope">Absent keeps the one it has; the default collection and everybody for a new one.</param>
    /// <param name="by">Who did it.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Drafted> PutAsync(DocumentSource source, DocumentContent content, DocumentScope? scope, string by, CancellationToken ct) =>
        context.AloneAsync(
            async () =>
            {
                var document = await FindOrAddAsync(source, content.Kind, ct);
                var change = await context.DraftChanges.FindAsync([document.Id], ct);
                var current = await context.CurrentVersionAsync(document, change, ct);
                if (current is not null && IsSame(current, content, scope))
                {
                    return new Drafted(document.Id, current.Number, content.Chunks.Count, change is not null);
                }

                var version = NewVersion(document, content, scope ?? (current is null ? null : DocumentScope.Of(current)), by);
                context.Add(version);
                var known = await KnownAsync(document, change, ct);
                var (added, kept) = Place(document, version, content.Chunks, known);
                var replaced = change?.VersionId;
                context.SetChange(document.Id, change, version.Id, by, time.GetUtcNow());
                await context.SaveChangesAsync(ct);
                await context.ForgetDraftVersionAsync(document.Id, replaced, ct);
                return new Drafted(document.Id, version.Number, content.Chunks.Count, true, added, kept, Math.Max(0, known.Count - kept));
            },
            ct);

    /// <summary>The next release shall not show it. False when there is no such document in force or in the draft.</summary>
    public Task<bool> RetireAsync(Guid documentId, string by, CancellationToken ct) =>
        context.AloneAsync(
            async () =>
            {
                var document = await context.Documents.FindAsync([documentId], ct);
                var change = await context.DraftChanges.FindAsync([documentId], ct);
                if (document is null || (document.Version is null && change is null))
                {
                    return false;
                }

                var replaced = change?.VersionId;
                if (document is { Version: not null, RetiredAt: null })
                {
                    context.SetChange(documentId, change, null, by, time.GetUtcNow());
                }
                else if (change is not null)
                {
                    context.Remove(change);
                }

                await context.SaveChangesAsync(ct);
                await context.ForgetDraftVersionAsync(documentId, replaced, ct);
                return true;
            },
            ct);

    /// <summary>Takes changes out of the draft: of one document, or of all. The result is how many documents it were.</summary>
    public Task<int> DiscardAsync(Guid? documentId, CancellationToken ct) =>
        context.AloneAsync(
            async () =>
            {
                var changes = await context.DraftChanges.Where(row => documentId == null || row.DocumentId == documentId).ToListAsync(ct);
                context.RemoveRange(changes);
                await context.SaveChangesAsync(ct);
                foreach (var change in changes)
                {
                    await context.ForgetDraftVersionAsync(change.DocumentId, change.VersionId, ct);
                }

                return changes.Count;
            },
            ct);

    // How a version from before the settings were kept was cut is not known: it is taken to be cut as it would be now.
    private static bool IsSame(DocumentVersion current, DocumentContent content, DocumentScope? scope) =>
        current.ContentHash == content.ContentHash && content.ContentHash.Length > 0
        && (current.ChunkSize is null || (current.ChunkSize == content.ChunkSize && current.ChunkOverlap == content.ChunkOverlap))
        && (scope is null || DocumentScope.Of(current).IsSameAs(scope));

    private async Task<KnowledgeDocument> FindOrAddAsync(DocumentSource source, string kind, CancellationToken ct)
    {
        var document = await context.Documents.SingleOrDefaultAsync(row => row.Origin == source.Origin && row.Name == source.Name, ct);
        if (document is null)
        {
            document = new KnowledgeDocument
            {
                Id = Guid.CreateVersion7(time.GetUtcNow()), Origin = source.Origin, Name = source.Name, Kind = kind, ContentHash = "",
            };
            context.Add(document);
        }

        return document;
    }

    private DocumentVersion NewVersion(KnowledgeDocument document, DocumentContent content, DocumentScope? scope, string by)
    {
        var now = time.GetUtcNow();
        scope ??= DocumentScope.In(KnowledgeCollection.Default);
        return new DocumentVersion
        {
            Id = Guid.CreateVersion7(now),
            DocumentId = document.Id,
            Number = ++document.Newest,
            Kind = content.Kind,
            ContentHash = content.ContentHash,
            Format = content.Format,
            ChunkSize = content.ChunkSize,
            ChunkOverlap = content.ChunkOverlap,
            CollectionId = scope.CollectionId,
            Products = [.. scope.Products],
            Audiences = [.. scope.Audiences],
            ValidFrom = scope.ValidFrom,
            ValidUntil = scope.ValidUntil,
            Faults = content.Faults,
            Alike = content.Alike,
            CreatedAt = now,
            CreatedBy = by,
        };
    }

    /// <summary>The pieces that the document has in force and in the draft; the draft's come last, so that they win.</summary>
    private async Task<List<(DocumentChunk Chunk, bool IsEnabled)>> KnownAsync(
        KnowledgeDocument document, DraftChange? change, CancellationToken ct)
    {
        var shown = await context.ShownVersionIdAsync(document.Id, ct);
        var versions = new[] { shown, change?.VersionId }.OfType<Guid>().Distinct().ToArray();
        var rows = await context.VersionChunks.AsNoTracking()
            .Where(row => versions.Contains(row.VersionId))
            .Join(context.Chunks.AsNoTracking(), place => place.ChunkId, chunk => chunk.Id, (place, chunk) => new { place, chunk })
            .ToListAsync(ct);
        return
        [
            .. rows.OrderBy(row => Array.IndexOf(versions, row.place.VersionId)).ThenBy(row => row.place.Ordinal)
                .GroupBy(row => row.chunk.Id)
                .Select(same => (same.Last().chunk, same.Last().place.IsEnabled)),
        ];
    }

    private (int Added, int Kept) Place(
        KnowledgeDocument document,
        DocumentVersion version,
        IReadOnlyList<ChunkContent> contents,
        List<(DocumentChunk Chunk, bool IsEnabled)> known)
    {
        var byFingerprint = known.ToLookup(row => row.Chunk.Origin);
        var kept = new HashSet<Guid>();
        foreach (var (ordinal, content) in contents.Index())
        {
            var (chunk, isEnabled) = byFingerprint[content.Fingerprint()].LastOrDefault(row => !kept.Contains(row.Chunk.Id));
            if (chunk is null)
            {
                chunk = content.ToChunk(document.Id, version.Number, editOf: null, time.GetUtcNow());
                isEnabled = true;
                context.Add(chunk);
            }
            else
            {
                kept.Add(chunk.Id);
            }

            context.Add(new VersionChunk { VersionId = version.Id, ChunkId = chunk.Id, Ordinal = ordinal, IsEnabled = isEnabled });
        }

        return (contents.Count - kept.Count, kept.Count);
    }
}
