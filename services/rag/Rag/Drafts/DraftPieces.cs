using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Rag.Learning;

namespace WeChatPlatform.Rag;

/// <summary>What became of a change of one piece.</summary>
/// <remarks>
/// <paramref name="Chunk"/> is the piece as it is in the draft now, and <paramref name="Place"/> where it stands there; absent when there is no such
/// one. <paramref name="IsKnown"/>: the document has that question already.
/// </remarks>
internal sealed record PieceChange(DocumentChunk? Chunk, VersionChunk? Place = null, bool IsKnown = false);

/// <summary>Changes single pieces of documents, and whom a document is for, in the draft.</summary>
internal sealed class DraftPieces(RagDbContext context, TimeProvider time)
{
    /// <summary>Rewords a piece, or switches it on or off. What is absent stays.</summary>
    public Task<PieceChange> EditAsync(
        Guid documentId, Guid chunkId, Func<ChunkContent, ChunkContent> reword, bool? isEnabled, string by, CancellationToken ct) =>
        context.AloneAsync(() => EditHereAsync(documentId, chunkId, reword, isEnabled, by, ct), ct);

    /// <summary>The same in the caller's transaction and context, which it saves.</summary>
    public async Task<PieceChange> EditHereAsync(
        Guid documentId, Guid chunkId, Func<ChunkContent, ChunkContent> reword, bool? isEnabled, string by, CancellationToken ct)
    {
        await context.HoldAsync(ct);
        if (await OpenAsync(documentId, by, ct, holding: chunkId) is not { } open || open.Places.Find(row => row.ChunkId == chunkId) is not { } place)
        {
            return new PieceChange(null);
        }

        var chunk = await context.Chunks.SingleAsync(row => row.Id == chunkId, ct);
        var content = reword(chunk.Content);
        place.IsEnabled = isEnabled ?? place.IsEnabled;
        if (content.Fingerprint() != chunk.Content.Fingerprint())
        {
            if (content.IsFaq && content.Title != chunk.Title && await HasQuestionAsync(open.Places, content.Title, except: chunkId, ct))
            {
                context.ChangeTracker.Clear();
                return new PieceChange(chunk, IsKnown: true);
            }

            var edited = content.ToChunk(documentId, open.Version.Number, chunk.Origin, time.GetUtcNow());
            context.Add(edited);
            place.ChunkId = edited.Id;
            chunk = edited;
        }

        await context.SaveChangesAsync(ct);
        await context.FollowAsync(chunkId, chunk.Id, ct);
        await context.ForgetUnusedChunksAsync(documentId, ct);
        return new PieceChange(chunk, place);
    }

    /// <summary>Adds a pair to the document of that name, which is made when it is not there.</summary>
    public Task<PieceChange> AddPairAsync(DocumentSource source, Guid collectionId, ChunkContent pair, string by, CancellationToken ct) =>
        context.AloneAsync(() => AddPairHereAsync(source, collectionId, pair, by, ct), ct);

    /// <summary>The same in the caller's transaction and context, which it saves. A question that is there already stays as it is.</summary>
    public async Task<PieceChange> AddPairHereAsync(
        DocumentSource source, Guid collectionId, ChunkContent pair, string by, CancellationToken ct)
    {
        await context.HoldAsync(ct);
        var now = time.GetUtcNow();
        var document = await context.Documents.SingleOrDefaultAsync(row => row.Origin == source.Origin && row.Name == source.Name, ct);
        if (document is null)
        {
            document = new KnowledgeDocument
            {
                Id = Guid.CreateVersion7(now), Origin = source.Origin, Name = source.Name, Kind = KnowledgeItem.Faq, ContentHash = "",
            };
            context.Add(document);
            await context.SaveChangesAsync(ct);
        }

        if (await FindPairAsync(document, pair.Title, ct) is { } known)
        {
            return new PieceChange(known, IsKnown: true);
        }

        var open = await OpenAsync(document.Id, by, ct) ?? Begin(document, collectionId, by);
        var chunk = pair.ToChunk(document.Id, open.Version.Number, editOf: null, now);
        var ordinal = open.Places.Count == 0 ? 0 : open.Places.Max(row => row.Ordinal) + 1;
        context.Add(chunk);
        var place = new VersionChunk { VersionId = open.Version.Id, ChunkId = chunk.Id, Ordinal = ordinal };
        context.Add(place);
        await context.SaveChangesAsync(ct);
        return new PieceChange(chunk, place);
    }

    /// <summary>Says who may find a document. False when there is no such one, in force or in the draft.</summary>
    public Task<bool> SetScopeAsync(Guid documentId, DocumentScope scope, string by, CancellationToken ct) =>
        context.AloneAsync(
            async () =>
            {
                if (await OpenAsync(documentId, by, ct) is not { } open)
                {
                    return false;
                }

                open.Version.CollectionId = scope.CollectionId;
                open.Version.Products = [.. scope.Products];
                open.Version.Audiences = [.. scope.Audiences];
                open.Version.ValidFrom = scope.ValidFrom;
                open.Version.ValidUntil = scope.ValidUntil;
                await context.SaveChangesAsync(ct);
                return true;
            },
            ct);

    private async Task<DocumentChunk?> FindPairAsync(KnowledgeDocument document, string question, CancellationToken ct)
    {
        var change = await context.DraftChanges.FindAsync([document.Id], ct);
        return await context.CurrentVersionAsync(document, change, ct) is { } current
            ? await context.VersionChunks.Where(row => row.VersionId == current.Id)
                .Join(context.Chunks, place => place.ChunkId, chunk => chunk.Id, (_, chunk) => chunk)
                .FirstOrDefaultAsync(chunk => chunk.Title == question && chunk.Kind == KnowledgeItem.Faq, ct)
            : null;
    }

    private async Task<bool> HasQuestionAsync(List<VersionChunk> places, string question, Guid? except, CancellationToken ct)
    {
        var ids = places.ConvertAll(row => row.ChunkId);
        return await context.Chunks.AnyAsync(
            row => row.Id != except && ids.Contains(row.Id) && row.Kind == KnowledgeItem.Faq && row.Title == question, ct);
    }

    /// <summary>
    /// The document's version in the draft, to be changed; made from the one in force when the draft has none. Absent, and nothing made, when it does
    /// not hold the given piece.
    /// </summary>
    private async Task<OpenVersion?> OpenAsync(Guid documentId, string by, CancellationToken ct, Guid? holding = null)
    {
        var document = await context.Documents.FindAsync([documentId], ct);
        var change = await context.DraftChanges.FindAsync([documentId], ct);
        if (document is null || await context.CurrentVersionAsync(document, change, ct) is not { } current)
        {
            return null;
        }

        var places = await context.VersionChunks.Where(row => row.VersionId == current.Id).OrderBy(row => row.Ordinal).ToListAsync(ct);
        if (holding is { } piece && !places.Exists(row => row.ChunkId == piece))
        {
            return null;
        }

        if (change is not null && !current.IsFrozen)
        {
            (change.ChangedAt, change.ChangedBy) = (time.GetUtcNow(), by);
            return new OpenVersion(current, places);
        }

        var version = CopyOf(current, ++document.Newest, by);
        var copies = places.ConvertAll(row => new VersionChunk
        {
            VersionId = version.Id, ChunkId = row.ChunkId, Ordinal = row.Ordinal, IsEnabled = row.IsEnabled,
        });
        context.Add(version);
        context.AddRange(copies);
        context.SetChange(documentId, change, version.Id, by, time.GetUtcNow());
        return new OpenVersion(version, copies);
    }

    private OpenVersion Begin(KnowledgeDocument document, Guid collectionId, string by)
    {
        var now = time.GetUtcNow();
        var version = new DocumentVersion
        {
            Id = Guid.CreateVersion7(now), DocumentId = document.Id, Number = ++document.Newest, Kind = document.Kind, ContentHash = "",
            Format = document.Origin, CollectionId = collectionId, CreatedAt = now, CreatedBy = by,
        };
        context.Add(version);
        context.SetChange(document.Id, context.DraftChanges.Local.FirstOrDefault(row => row.DocumentId == document.Id), version.Id, by, now);
        return new OpenVersion(version, []);
    }

    private DocumentVersion CopyOf(DocumentVersion from, int number, string by)
    {
        var now = time.GetUtcNow();
        return new DocumentVersion
        {
            Id = Guid.CreateVersion7(now),
            DocumentId = from.DocumentId,
            Number = number,
            Kind = from.Kind,
            ContentHash = from.ContentHash,
            Format = from.Format,
            ChunkSize = from.ChunkSize,
            ChunkOverlap = from.ChunkOverlap,
            CollectionId = from.CollectionId,
            Products = [.. from.Products],
            Audiences = [.. from.Audiences],
            ValidFrom = from.ValidFrom,
            ValidUntil = from.ValidUntil,
            Faults = from.Faults,
            Alike = from.Alike,
            CreatedAt = now,
            CreatedBy = by,
        };
    }

    private sealed record OpenVersion(DocumentVersion Version, List<VersionChunk> Places);
}
