using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.Rag.Learning;

/// <summary>
/// Which learned pairs stand behind a piece of the knowledge. A pair names the piece that it became as the draft has it: who rewords the piece takes
/// the pair along. Answers cite the piece as it is in force, which may have other words, but comes from the same one.
/// </summary>
internal static class LearnedPieces
{
    /// <summary>The piece has become another one.</summary>
    public static async Task FollowAsync(this RagDbContext context, Guid before, Guid after, CancellationToken ct)
    {
        if (before != after)
        {
            await context.Set<LearnedPair>().Where(pair => pair.KnowledgeId == before)
                .ExecuteUpdateAsync(pair => pair.SetProperty(row => row.KnowledgeId, after), ct);
        }
    }

    /// <summary>Pieces are forgotten that only the draft had: pairs name again what the document still has of the same origin.</summary>
    public static async Task FallBackAsync(this RagDbContext context, Guid documentId, IQueryable<DocumentChunk> forgotten, CancellationToken ct)
    {
        var named = await forgotten.AsNoTracking()
            .Where(chunk => chunk.EditOf != null && context.Set<LearnedPair>().Any(pair => pair.KnowledgeId == chunk.Id))
            .Select(chunk => new { chunk.Id, Origin = chunk.EditOf! })
            .ToListAsync(ct);
        if (named.Count == 0)
        {
            return;
        }

        var drafted = await context.DraftChanges.AsNoTracking().Where(row => row.DocumentId == documentId).Select(row => row.VersionId).SingleOrDefaultAsync(ct);
        var version = drafted ?? await context.ShownVersionIdAsync(documentId, ct);
        var left = await context.VersionChunks.AsNoTracking()
            .Where(row => row.VersionId == version)
            .Join(context.Chunks.AsNoTracking(), place => place.ChunkId, chunk => chunk.Id, (_, chunk) => chunk)
            .ToListAsync(ct);
        var byOrigin = left.ToLookup(chunk => chunk.Origin, chunk => chunk.Id);
        foreach (var piece in named)
        {
            if (byOrigin[piece.Origin].FirstOrDefault() is var same && same != Guid.Empty)
            {
                await context.FollowAsync(piece.Id, same, ct);
            }
        }
    }

    /// <summary>Counts turns whose answer cited the piece.</summary>
    public static async Task CountUsefulAsync(this RagDbContext context, Guid cited, int turns, CancellationToken ct)
    {
        var chunk = await context.Chunks.AsNoTracking().SingleOrDefaultAsync(row => row.Id == cited && row.Kind == KnowledgeItem.Faq, ct);
        if (chunk is null)
        {
            return;
        }

        var (documentId, origin) = (chunk.DocumentId, chunk.Origin);
        await context.Set<LearnedPair>()
            .Where(pair => pair.KnowledgeId == cited
                || context.Chunks.Any(row => row.Id == pair.KnowledgeId && row.DocumentId == documentId && row.EditOf == origin))
            .ExecuteUpdateAsync(pair => pair.SetProperty(row => row.UsefulCount, row => row.UsefulCount + turns), ct);
    }
}
