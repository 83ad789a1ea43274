using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Documents;

namespace WeChatPlatform.Rag;

/// <summary>A document as it is in the draft, else in force, with sketches of what it says.</summary>
internal sealed record KnownDocument(
    Guid DocumentId, string Name, string Origin, Guid VersionId, string ContentHash, IReadOnlyList<KnownPiece> Pieces, TextSketch Whole);

/// <remarks>
/// <paramref name="Equal"/> and <paramref name="Bands"/> are its sketch's: 200 bytes a piece are kept, the text is not. <paramref name="Question"/> names a
/// pair's question; absent for a passage.
/// </remarks>
internal sealed record KnownPiece(Guid ChunkId, ulong Equal, int Letters, ulong? Question, IReadOnlyList<uint> Bands);

/// <summary>
/// Sketches of all documents that the draft or the release in force has. Kept by each replica and followed from the database: only what changed since is
/// read again.
/// </summary>
internal sealed class KnownDocuments : IDisposable
{
    private readonly SemaphoreSlim changing = new(1);
    private readonly Dictionary<Guid, KnownDocument> known = [];

    public async Task<IReadOnlyList<KnownDocument>> ReadAsync(RagDbContext context, CancellationToken ct)
    {
        await changing.WaitAsync(ct);
        try
        {
            var current = await CurrentAsync(context, ct);
            foreach (var gone in known.Keys.Except(current.Select(row => row.DocumentId)).ToList())
            {
                known.Remove(gone);
            }

            // What a release was begun with never changes; a draft may have.
            var open = current.Where(row => !row.IsFrozen || !known.TryGetValue(row.DocumentId, out var before) || before.VersionId != row.VersionId).ToList();
            var places = await PlacesAsync(context, [.. open.Select(row => row.VersionId)], ct);
            foreach (var row in open)
            {
                var chunks = places.GetValueOrDefault(row.VersionId, []);
                known[row.DocumentId] = known.TryGetValue(row.DocumentId, out var before) && before.Pieces.Select(piece => piece.ChunkId).SequenceEqual(chunks)
                    ? before with { VersionId = row.VersionId, ContentHash = row.ContentHash, Name = row.Name }
                    : await SketchedAsync(context, row, chunks, ct);
            }

            return [.. known.Values];
        }
        finally
        {
            changing.Release();
        }
    }

    public void Dispose() => changing.Dispose();

    private static async Task<List<CurrentVersion>> CurrentAsync(RagDbContext context, CancellationToken ct)
    {
        var drafted = context.DraftChanges.Where(row => row.VersionId != null).Select(row => row.VersionId!.Value);
        var shown = context.DocumentReleases
            .Where(row => row.UntilRelease == null && !context.DraftChanges.Any(change => change.DocumentId == row.DocumentId))
            .Select(row => row.VersionId);
        var rows = await context.Versions.AsNoTracking()
            .Where(row => drafted.Contains(row.Id) || shown.Contains(row.Id))
            .Join(
                context.Documents, version => version.DocumentId, document => document.Id,
                (version, document) => new CurrentVersion(document.Id, document.Name, document.Origin, version.Id, version.Number, version.ContentHash, version.IsFrozen))
            .ToListAsync(ct);
        return [.. rows.GroupBy(row => row.DocumentId).Select(same => same.MaxBy(row => row.Number)!)];
    }

    private static async Task<Dictionary<Guid, List<Guid>>> PlacesAsync(RagDbContext context, List<Guid> versions, CancellationToken ct)
    {
        if (versions.Count == 0)
        {
            return [];
        }

        var rows = await context.VersionChunks.AsNoTracking()
            .Where(row => versions.Contains(row.VersionId) && row.IsEnabled)
            .OrderBy(row => row.Ordinal)
            .Select(row => new { row.VersionId, row.ChunkId })
            .ToListAsync(ct);
        return rows.GroupBy(row => row.VersionId).ToDictionary(same => same.Key, same => same.Select(row => row.ChunkId).ToList());
    }

    private static async Task<KnownDocument> SketchedAsync(RagDbContext context, CurrentVersion row, List<Guid> chunks, CancellationToken ct)
    {
        var texts = await context.Chunks.AsNoTracking()
            .Where(chunk => chunks.Contains(chunk.Id))
            .Select(chunk => new { chunk.Id, chunk.Kind, chunk.Title, chunk.Text })
            .ToDictionaryAsync(chunk => chunk.Id, ct);
        var sketches = chunks.Where(texts.ContainsKey)
            .Select(id => texts[id])
            .Select(chunk => (
                chunk.Id,
                Sketch: TextSketch.Of(DuplicateSearch.Compared(chunk.Kind, chunk.Title, chunk.Text)),
                Question: DuplicateSearch.QuestionOf(chunk.Kind, chunk.Title)))
            .ToList();
        return new KnownDocument(
            row.DocumentId, row.Name, row.Origin, row.VersionId, row.ContentHash,
            sketches.ConvertAll(piece => new KnownPiece(piece.Id, piece.Sketch.Equal, piece.Sketch.Letters, piece.Question, piece.Sketch.InBands())),
            TextSketch.OfAll([.. sketches.Select(piece => piece.Sketch)]));
    }

    private sealed record CurrentVersion(Guid DocumentId, string Name, string Origin, Guid VersionId, int Number, string ContentHash, bool IsFrozen);
}
