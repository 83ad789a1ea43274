using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Search;

namespace WeChatPlatform.Rag;

/// <summary>Reads entries with what they say.</summary>
internal static class LiveEntries
{
    public static async Task<List<LiveEntry>> LoadAsync(
        this RagDbContext context, Expression<Func<StoredEntry, bool>> which, CancellationToken ct)
    {
        var rows = await context.IndexEntries.AsNoTracking()
            .Where(which)
            .Join(context.Chunks.AsNoTracking(), entry => entry.ChunkId, chunk => chunk.Id, (entry, chunk) => new { Entry = entry, Chunk = chunk })
            .Join(
                context.Documents.AsNoTracking(),
                row => row.Entry.DocumentId,
                document => document.Id,
                (row, document) => new { row.Entry, row.Chunk, document.Name })
            .OrderBy(row => row.Entry.EntryId)
            .ToListAsync(ct);
        return rows.ConvertAll(row => Live(row.Entry, row.Chunk, row.Name));
    }

    /// <summary>What the draft would show, were it published as that plan says.</summary>
    public static async Task<List<LiveEntry>> LoadDraftAsync(this RagDbContext context, ReleasePlan plan, CancellationToken ct)
    {
        var retired = plan.Retired.Select(entry => entry.EntryId).ToList();
        var (chunkIds, documentIds) = (plan.Added.Select(entry => entry.ChunkId).ToList(), plan.Added.Select(entry => entry.DocumentId).ToList());
        var chunks = await context.Chunks.AsNoTracking().Where(row => chunkIds.Contains(row.Id)).ToDictionaryAsync(row => row.Id, ct);
        var names = await context.Documents.AsNoTracking().Where(row => documentIds.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Name, ct);
        return
        [
            .. await context.LoadAsync(row => row.UntilRelease == null && !retired.Contains(row.EntryId), ct),
            .. plan.Added.Select(entry => Live(entry, chunks[entry.ChunkId], names[entry.DocumentId])),
        ];
    }

    private static LiveEntry Live(StoredEntry entry, DocumentChunk chunk, string source) => new(
        new IndexEntry(
            entry.EntryId,
            entry.ChunkId,
            chunk.Kind == KnowledgeItem.Faq ? EntryKind.Faq : EntryKind.Passage,
            chunk.Title,
            chunk.Text,
            chunk.Similar,
            entry.Scope),
        entry.DocumentId,
        source,
        chunk.Version,
        chunk.Page);
}
