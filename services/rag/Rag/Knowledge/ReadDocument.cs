using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Rag;

/// <summary>One document with its versions, and the pieces that a version is cut into: what would be published, before it is.</summary>
internal static class ReadDocument
{
    private const int DefaultLimit = 100;
    private const int MostItems = 500;

    /// <remarks><paramref name="IsInForce"/> and <paramref name="IsInDraft"/>: at most one version each.</remarks>
    internal sealed record Version(
        int Number,
        string Kind,
        string Format,
        Guid CollectionId,
        IReadOnlyList<string> Products,
        IReadOnlyList<string> Audiences,
        DateOnly? ValidFrom,
        DateOnly? ValidUntil,
        int Pieces,
        int Disabled,
        IReadOnlyList<ReadingFault> Faults,
        IReadOnlyList<AlikeDocument> Alike,
        DateTimeOffset CreatedAt,
        string CreatedBy,
        bool IsInForce,
        bool IsInDraft);

    internal sealed record Response(
        Guid Id,
        string Name,
        string Origin,
        string Kind,
        DateTimeOffset? PublishedAt,
        DateTimeOffset? RetiredAt,
        bool IsRetiredInDraft,
        IReadOnlyList<Version> Versions);

    /// <remarks><paramref name="Version"/> is the one that brought the piece. <paramref name="IsEdited"/>: a person reworded it.</remarks>
    internal sealed record Piece(
        Guid Id,
        int Ordinal,
        string Kind,
        string Title,
        string Text,
        IReadOnlyList<string> Similar,
        string? Category,
        int? Page,
        int Version,
        bool IsEnabled,
        bool IsEdited)
    {
        /// <summary>What a person who edited it should look at again: personal_data. Absent when there is nothing.</summary>
        public IReadOnlyList<ReadingFault>? Warnings { get; init; }
    }

    internal sealed record Pieces(int Version, IReadOnlyList<Piece> Items, int? Next);

    public static void MapReadDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/knowledge/documents/{documentId:guid}", Get)
            .RequireAuthorization(Policies.Viewer)
            .WithName("rag.GetDocument")
            .WithSummary("A document with its versions");
        routes.MapGet("/knowledge/documents/{documentId:guid}/chunks", List)
            .RequireAuthorization(Policies.Viewer)
            .WithName("rag.ListChunks")
            .WithSummary("What a version is cut into: the draft's, else the one in force, or ?version=; ?after= takes the next page");
    }

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Get(Guid documentId, RagDbContext context, CancellationToken ct)
    {
        if (await context.Documents.AsNoTracking().SingleOrDefaultAsync(row => row.Id == documentId, ct) is not { } document)
        {
            return KnowledgeAnswers.DocumentUnknown();
        }

        var shown = await context.ShownVersionIdAsync(documentId, ct);
        var change = await context.DraftChanges.AsNoTracking().SingleOrDefaultAsync(row => row.DocumentId == documentId, ct);
        var versions = await context.Versions.AsNoTracking()
            .Where(row => row.DocumentId == documentId)
            .OrderByDescending(row => row.Number)
            .Take(MostItems)
            .Select(row => new
            {
                Row = row,
                Pieces = context.VersionChunks.Count(place => place.VersionId == row.Id),
                Disabled = context.VersionChunks.Count(place => place.VersionId == row.Id && !place.IsEnabled),
            })
            .ToListAsync(ct);
        return TypedResults.Ok(new Response(
            document.Id, document.Name, document.Origin, document.Kind, document.PublishedAt, document.RetiredAt,
            change is { VersionId: null },
            versions.ConvertAll(version => View(
                version.Row, version.Pieces, version.Disabled, version.Row.Id == shown, version.Row.Id == change?.VersionId))));
    }

    private static async Task<Results<Ok<Pieces>, ProblemHttpResult>> List(
        Guid documentId, RagDbContext context, int? version, int? after, int? limit, CancellationToken ct)
    {
        if (await FindAsync(context, documentId, version, ct) is not { } found)
        {
            return KnowledgeAnswers.DocumentUnknown();
        }

        var page = await context.VersionChunks.AsNoTracking()
            .Where(row => row.VersionId == found.Id && (after == null || row.Ordinal > after))
            .Join(context.Chunks.AsNoTracking(), place => place.ChunkId, chunk => chunk.Id, (place, chunk) => new { place, chunk })
            .OrderBy(row => row.place.Ordinal)
            .ReadPageOfAsync(KeysetPaging.SizeOf(limit, DefaultLimit, MostItems), ct);
        return TypedResults.Ok(new Pieces(
            found.Number,
            [.. page.Rows.Select(row => View(row.chunk, row.place.Ordinal, row.place.IsEnabled))],
            page.GoesOnFrom?.place.Ordinal));
    }

    public static Piece View(DocumentChunk chunk, int ordinal, bool isEnabled) => new(
        chunk.Id, ordinal, chunk.Kind, chunk.Title, chunk.Text, chunk.Similar, chunk.Category, chunk.Page, chunk.Version, isEnabled,
        chunk.EditOf is not null);

    private static async Task<DocumentVersion?> FindAsync(RagDbContext context, Guid documentId, int? number, CancellationToken ct)
    {
        if (number is not null)
        {
            return await context.Versions.AsNoTracking().SingleOrDefaultAsync(row => row.DocumentId == documentId && row.Number == number, ct);
        }

        var draft = await context.DraftChanges.Where(row => row.DocumentId == documentId).Select(row => row.VersionId).SingleOrDefaultAsync(ct);
        var id = draft ?? await context.ShownVersionIdAsync(documentId, ct);
        return id is null ? null : await context.Versions.AsNoTracking().SingleAsync(row => row.Id == id, ct);
    }

    private static Version View(DocumentVersion row, int pieces, int disabled, bool isInForce, bool isInDraft) => new(
        row.Number, row.Kind, row.Format, row.CollectionId, row.Products, row.Audiences, row.ValidFrom, row.ValidUntil, pieces, disabled,
        row.Faults, row.Alike, row.CreatedAt, row.CreatedBy, isInForce, isInDraft);
}
