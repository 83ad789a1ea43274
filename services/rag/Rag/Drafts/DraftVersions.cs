using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Rag.Learning;

namespace WeChatPlatform.Rag;

/// <summary>Which version of a document holds, in the draft and in force.</summary>
internal static class DraftVersions
{
    /// <summary>The version that the release in force shows; absent when it shows none.</summary>
    public static async Task<Guid?> ShownVersionIdAsync(this RagDbContext context, Guid documentId, CancellationToken ct) =>
        await context.DocumentReleases
            .Where(row => row.DocumentId == documentId && row.UntilRelease == null)
            .Select(row => (Guid?)row.VersionId)
            .SingleOrDefaultAsync(ct);

    /// <summary>What the document says next: in the draft, else in force. Absent when that is nothing.</summary>
    public static async Task<DocumentVersion?> CurrentVersionAsync(
        this RagDbContext context, KnowledgeDocument document, DraftChange? change, CancellationToken ct)
    {
        var id = change is null ? await context.ShownVersionIdAsync(document.Id, ct) : change.VersionId;
        return id is null ? null : await context.Versions.FindAsync([id.Value], ct);
    }

    /// <summary>The next release shall show that version of the document, or none.</summary>
    public static void SetChange(this RagDbContext context, Guid documentId, DraftChange? change, Guid? versionId, string by, DateTimeOffset now)
    {
        if (change is null)
        {
            context.Add(new DraftChange { DocumentId = documentId, VersionId = versionId, ChangedAt = now, ChangedBy = by });
            return;
        }

        (change.VersionId, change.ChangedAt, change.ChangedBy) = (versionId, now, by);
    }

    /// <summary>Removes a version that no release was begun with, and what only it said.</summary>
    public static async Task ForgetDraftVersionAsync(this RagDbContext context, Guid documentId, Guid? versionId, CancellationToken ct)
    {
        if (versionId is not { } id || await context.Versions.Where(row => row.Id == id && !row.IsFrozen).ExecuteDeleteAsync(ct) == 0)
        {
            return;
        }

        await context.ForgetUnusedChunksAsync(documentId, ct);
    }

    public static async Task ForgetUnusedChunksAsync(this RagDbContext context, Guid documentId, CancellationToken ct)
    {
        var unused = context.Chunks.Where(row => row.DocumentId == documentId
            && !context.VersionChunks.Any(place => place.ChunkId == row.Id)
            && !context.IndexEntries.Any(entry => entry.ChunkId == row.Id));
        await context.FallBackAsync(documentId, unused, ct);
        await unused.ExecuteDeleteAsync(ct);
    }

    public static DocumentChunk ToChunk(this ChunkContent content, Guid documentId, int version, string? editOf, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        DocumentId = documentId,
        Version = version,
        Kind = content.Kind,
        Title = content.Title,
        Text = content.Text,
        Similar = [.. content.Similar],
        Category = content.Category,
        Page = content.Page,
        EditOf = editOf,
        CreatedAt = now,
    };
}
