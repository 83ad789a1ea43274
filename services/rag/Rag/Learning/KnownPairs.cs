using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.Rag.Learning;

/// <summary>A pair of the knowledge, as the draft has it, that may be what a learned one asks.</summary>
/// <remarks>
/// <paramref name="Score"/> is how surely the learned question finds it, 0 to 1. <paramref name="AsksTheSame"/>: by its words, or because
/// the learned answer was made from it. <paramref name="SaysTheSame"/>: so do the answers.
/// </remarks>
internal sealed record KnownPair(
    Guid ChunkId, Guid DocumentId, string Question, IReadOnlyList<string> Similar, string Answer, double Score, bool AsksTheSame, bool SaysTheSame);

/// <summary>Finds what the knowledge has already of a learned pair: two pairs with one meaning make each other doubtful.</summary>
internal sealed class KnownPairs(Retrieval retrieval, RagDbContext context)
{
    private const int MostFound = 5;

    /// <summary>A pair that is found less surely is about something else.</summary>
    private const double LeastScore = 0.55;

    /// <summary>Those that ask the same first, then the surest.</summary>
    public async Task<IReadOnlyList<KnownPair>> FindAsync(LearnedPair pair, CancellationToken ct)
    {
        var found = (await retrieval.SearchAsync(new Asked(pair.Question, MostFound), ct)).Pieces
            .Where(piece => piece.Evidence.Kind == KnowledgeItem.Faq)
            .Select(piece => (ChunkId: Guid.Parse(piece.Evidence.Id), piece.Evidence.Score))
            .ToList();
        var known = new List<KnownPair>();
        foreach (var ((chunkId, score), place) in found.Concat(await OfConflictAsync(pair, ct)).DistinctBy(one => one.ChunkId).Select((one, place) => (one, place)))
        {
            if (await CurrentAsync(chunkId, ct) is { } chunk)
            {
                known.Add(Compare(pair, chunk, score, isSource: pair.ReviewReason == PairExtraction.RestsOnFaq && place == 0 && score >= LeastScore));
            }
        }

        return [.. known.Where(one => one.AsksTheSame || one.Score >= LeastScore).OrderByDescending(one => one.AsksTheSame).ThenByDescending(one => one.Score)];
    }

    /// <summary>The pair of the knowledge by an id that answers cite or the draft has; absent when it is gone, or no pair.</summary>
    public async Task<KnownPair?> FindAsync(LearnedPair pair, Guid chunkId, CancellationToken ct) =>
        await CurrentAsync(chunkId, ct) is { } chunk ? Compare(pair, chunk, score: 0, isSource: false) : null;

    private static KnownPair Compare(LearnedPair pair, DocumentChunk chunk, double score, bool isSource)
    {
        var learned = pair.Similar.Append(pair.Question).Select(Likeness.Features).ToList();
        var alike = chunk.Similar.Append(chunk.Title).Select(Likeness.Features)
            .Max(wording => learned.Max(other => Likeness.Of(wording, other)));
        return new KnownPair(
            chunk.Id, chunk.DocumentId, chunk.Title, chunk.Similar, chunk.Text, score,
            isSource || alike >= Likeness.SameQuestion,
            isSource || Likeness.Of(pair.Answer, chunk.Text) >= Likeness.SameAnswer);
    }

    // What an older pair became waits in the draft, where no search finds it yet.
    private async Task<IEnumerable<(Guid ChunkId, double Score)>> OfConflictAsync(LearnedPair pair, CancellationToken ct) =>
        await context.Set<LearnedPair>().AsNoTracking()
            .Where(older => older.Id == pair.ConflictsWith && older.KnowledgeId != null)
            .Select(older => older.KnowledgeId!.Value)
            .ToListAsync(ct) is [var id] ? [(id, 0.0)] : [];

    /// <summary>The pair as the draft has it, else as it is in force: itself, or what it was reworded to.</summary>
    private async Task<DocumentChunk?> CurrentAsync(Guid chunkId, CancellationToken ct)
    {
        var chunk = await context.Chunks.AsNoTracking().SingleOrDefaultAsync(row => row.Id == chunkId && row.Kind == KnowledgeItem.Faq, ct);
        if (chunk is null || await context.Documents.AsNoTracking().SingleOrDefaultAsync(row => row.Id == chunk.DocumentId, ct) is not { } document)
        {
            return null;
        }

        var change = await context.DraftChanges.AsNoTracking().SingleOrDefaultAsync(row => row.DocumentId == document.Id, ct);
        if (await context.CurrentVersionAsync(document, change, ct) is not { } version)
        {
            return null;
        }

        var origin = chunk.Origin;
        return await context.VersionChunks.AsNoTracking().Where(row => row.VersionId == version.Id && row.IsEnabled)
            .Join(context.Chunks.AsNoTracking(), place => place.ChunkId, row => row.Id, (_, row) => row)
            .OrderByDescending(row => row.Id == chunkId)
            .FirstOrDefaultAsync(row => row.Id == chunkId || row.EditOf == origin, ct);
    }
}
