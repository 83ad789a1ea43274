using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Documents;

namespace WeChatPlatform.Rag;

/// <summary>
/// Holds a new document against all that the draft and the release in force have: which of them says the same, and how near. It tells and stops nothing:
/// whether two documents shall stand beside each other is for people to say.
/// </summary>
internal sealed class DuplicateSearch(KnownDocuments documents)
{
    private const double Near = 0.8;
    private const int ShortestPiece = 6;
    private const int MostDocuments = 20;
    private const int MostExamples = 10;
    private const int MostCandidates = 5000;

    /// <summary>What of a piece is compared: of a pair the question too, as many questions have one answer.</summary>
    public static string Compared(string kind, string title, string text) => kind == KnowledgeItem.Faq ? $"{title}\n{text}" : text;

    /// <summary>Equal for pairs that ask the same; absent for a passage.</summary>
    public static ulong? QuestionOf(string kind, string title) => kind == KnowledgeItem.Faq ? TextSketch.EqualOf(title) : null;

    public async Task<DuplicatesFound> FindAsync(RagDbContext context, DocumentSource source, DocumentContent content, CancellationToken ct)
    {
        var known = (await documents.ReadAsync(context, ct)).Where(row => row.Origin != source.Origin || row.Name != source.Name).ToList();
        var pieces = content.Chunks
            .Select(chunk => Compared(chunk.Kind, chunk.Title, chunk.Text))
            .Zip(content.Chunks, (text, chunk) => new NewPiece(text, TextSketch.Of(text), QuestionOf(chunk.Kind, chunk.Title)))
            .ToList();
        var pairs = await PairsAsync(context, known, pieces, ct);
        var whole = TextSketch.OfAll(pieces.ConvertAll(piece => piece.Sketch));
        var found = known
            .Select(document => Alike(document, content, whole, pairs.GetValueOrDefault(document.DocumentId, [])))
            .OfType<AlikeDocument>()
            .OrderByDescending(document => document.Similarity)
            .ThenByDescending(document => document.Pieces)
            .ToList();
        return new DuplicatesFound(
            pairs.Values.SelectMany(of => of).Select(pair => pair.Ordinal).Distinct().Count(), [.. found.Take(MostDocuments)]);
    }

    private static AlikeDocument? Alike(KnownDocument document, DocumentContent content, TextSketch whole, List<AlikePiece> pairs)
    {
        var isSame = (document.ContentHash.Length > 0 && document.ContentHash == content.ContentHash)
            || (whole.Letters > 0 && whole.Letters == document.Whole.Letters && whole.Equal == document.Whole.Equal);
        var similarity = isSame ? 1 : Math.Round(Math.Min(whole.SimilarityTo(document.Whole), 0.99), 2);
        return pairs.Count == 0 && similarity < Near
            ? null
            : new AlikeDocument(
                document.DocumentId, document.Name, document.Origin, similarity, pairs.Count, pairs.Count(pair => pair.Similarity >= 1),
                [.. pairs.OrderByDescending(pair => pair.Similarity).ThenBy(pair => pair.Ordinal).Take(MostExamples)]);
    }

    /// <summary>By document, each piece of the new one with the nearest piece that the document has, if there is one that is near or asks the same.</summary>
    private static async Task<Dictionary<Guid, List<AlikePiece>>> PairsAsync(
        RagDbContext context, List<KnownDocument> known, List<NewPiece> pieces, CancellationToken ct)
    {
        var candidates = Candidates(known, pieces);
        var ids = candidates.Select(candidate => candidate.ChunkId).Distinct().ToList();
        var others = await context.Chunks.AsNoTracking()
            .Where(chunk => ids.Contains(chunk.Id))
            .ToDictionaryAsync(chunk => chunk.Id, chunk => Compared(chunk.Kind, chunk.Title, chunk.Text), ct);
        return candidates
            .Where(candidate => others.ContainsKey(candidate.ChunkId))
            .Select(candidate => (candidate.DocumentId, Piece: Pair(candidate, pieces[candidate.Ordinal].Text, others[candidate.ChunkId])))
            .Where(pair => pair.Piece.Similarity >= Near || pair.Piece.SameQuestion)
            .GroupBy(pair => pair.DocumentId)
            .ToDictionary(
                of => of.Key,
                of => of.GroupBy(pair => pair.Piece.Ordinal).Select(same => same.MaxBy(pair => pair.Piece.Similarity).Piece).ToList());
    }

    /// <summary>Those that are equal or ask the same first; what may be near is looked at as far as there are not too many.</summary>
    private static List<Candidate> Candidates(List<KnownDocument> known, List<NewPiece> pieces)
    {
        var lookup = new DuplicateCandidates(pieces.ConvertAll(piece => piece.Sketch));
        var asking = pieces.Index().Where(piece => piece.Item.Question is not null).ToLookup(piece => piece.Item.Question, piece => piece.Index);
        var all = known
            .SelectMany(document => document.Pieces.Where(piece => piece.Letters >= ShortestPiece).SelectMany(piece => lookup.Find(piece.Bands)
                .Union(piece.Question is null ? [] : asking[piece.Question])
                .Select(ordinal => new Candidate(
                    document.DocumentId, piece.ChunkId, ordinal, piece.Equal == pieces[ordinal].Sketch.Equal,
                    piece.Question is not null && piece.Question == pieces[ordinal].Question))));

        // Gone through twice rather than sorted: last month's price list against this month's are millions, of which some thousand are looked at.
        return
        [
            .. all.Where(candidate => candidate.IsEqual || candidate.IsSameQuestion)
                .Concat(all.Where(candidate => !candidate.IsEqual && !candidate.IsSameQuestion))
                .Take(MostCandidates),
        ];
    }

    private static AlikePiece Pair(Candidate candidate, string text, string other) => new(
        candidate.Ordinal, candidate.ChunkId, Math.Round(Duplicates.Similarity(text, other), 4), Duplicates.HaveSameNumbers(text, other),
        candidate.IsSameQuestion);

    private sealed record NewPiece(string Text, TextSketch Sketch, ulong? Question);

    private sealed record Candidate(Guid DocumentId, Guid ChunkId, int Ordinal, bool IsEqual, bool IsSameQuestion);
}
