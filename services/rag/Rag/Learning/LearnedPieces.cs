using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.Rag.Learning;

/// <summary>
/// Which learned pairs stand behind a piece of the knowledge. A pair names the piece that it became as the draft has it: who rewords the piece takes
/// the pair along. Answers cite the piece as it is in force, which may have other words, but comes from the same one.
/// </summary>
internal static class LearnedPieces
{
    /// <summary>Why a pair waits that was approved before: its piece was taken out of the draft.</summary>
    public const string TakenBack = "taken_back";

    /// <summary>The piece has become another one.</summary>
    public static async Task FollowAsync(this RagDbContext context, Guid before, Guid after, CancellationToken ct)
    {
        if (before != after)
        {
            await context.Set<LearnedPair>().Where(pair => pair.KnowledgeId == before)
                .ExecuteUpdateAsync(pair => pair.SetProperty(row => row.KnowledgeId, after), ct);
        }
    }

    /// <summary>
    /// Pieces are forgotten that only the draft had: pairs name again what the document still has of the same origin. A pair of which nothing is left waits for
    /// a person again: it is no knowledge, and nobody would teach it a second time.
    /// </summary>
    public static async Task FallBackAsync(this RagDbContext context, Guid documentId, IQueryable<DocumentChunk> forgotten, CancellationToken ct)
    {
        var named = await forgotten.AsNoTracking()
            .Where(chunk => context.Set<LearnedPair>().Any(pair => pair.KnowledgeId == chunk.Id))
            .Select(chunk => new { chunk.Id, chunk.EditOf })
            .ToListAsync(ct);
        if (named.Count == 0)
        {
            return;
        }

        var left = await OriginsAsync(context, documentId, ct);
        var lost = new List<Guid>();
        foreach (var piece in named)
        {
            if (piece.EditOf is { } origin && left[origin].FirstOrDefault() is var same && same != Guid.Empty)
            {
                await context.FollowAsync(piece.Id, same, ct);
            }
            else
            {
                lost.Add(piece.Id);
            }
        }

        await context.Set<LearnedPair>().Where(pair => pair.KnowledgeId != null && lost.Contains(pair.KnowledgeId.Value)).ExecuteUpdateAsync(
            pair => pair.SetProperty(row => row.State, LearnedPair.Pending)
                .SetProperty(row => row.ReviewReason, TakenBack)
                .SetProperty(row => row.KnowledgeId, (Guid?)null)
                .SetProperty(row => row.ReviewedAt, (DateTimeOffset?)null)
                .SetProperty(row => row.ReviewedBy, (string?)null)
                .SetProperty(row => row.Revision, row => row.Revision + 1),
            ct);
    }

    /// <summary>The pieces that the draft has of a document, else the release in force, by what they come from.</summary>
    private static async Task<ILookup<string, Guid>> OriginsAsync(RagDbContext context, Guid documentId, CancellationToken ct)
    {
        var drafted = await context.DraftChanges.AsNoTracking().Where(row => row.DocumentId == documentId).Select(row => row.VersionId).SingleOrDefaultAsync(ct);
        var version = drafted ?? await context.ShownVersionIdAsync(documentId, ct);
        var chunks = await context.VersionChunks.AsNoTracking()
            .Where(row => row.VersionId == version)
            .Join(context.Chunks.AsNoTracking(), place => place.ChunkId, chunk => chunk.Id, (_, chunk) => chunk)
            .ToListAsync(ct);
        return chunks.ToLookup(chunk => chunk.Origin, chunk => chunk.Id);
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
