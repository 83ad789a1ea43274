using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Rag;

/// <summary>What the next release would change, and taking changes back.</summary>
internal static class ReadDraft
{
    private const int MostItems = 500;

    /// <remarks><paramref name="Action"/> is add, replace or retire. <paramref name="Version"/> is absent for retire.</remarks>
    internal sealed record Item(
        Guid DocumentId, string Name, string Origin, string Action, int? Version, int Pieces, DateTimeOffset ChangedAt, string ChangedBy);

    internal sealed record Response(int Total, IReadOnlyList<Item> Items);

    internal sealed record DiscardResponse(int Discarded);

    public static void MapReadDraft(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/knowledge/draft", Get)
            .RequireAuthorization(Policies.Viewer)
            .WithName("rag.ReadDraft")
            .WithSummary("What the next release would change");
        routes.MapDelete("/knowledge/draft", Discard)
            .RequireAuthorization(Policies.Operator)
            .WithName("rag.DiscardDraft")
            .WithSummary("Take changes out of the draft: all, or those of ?document_id=");
    }

    private static async Task<Ok<Response>> Get(RagDbContext context, CancellationToken ct)
    {
        var rows = await context.DraftChanges.AsNoTracking()
            .OrderByDescending(row => row.ChangedAt)
            .Take(MostItems)
            .Join(context.Documents.AsNoTracking(), change => change.DocumentId, document => document.Id, (change, document) => new
            {
                change,
                document,
                Number = context.Versions.Where(version => version.Id == change.VersionId).Select(version => (int?)version.Number).FirstOrDefault(),
                Pieces = context.VersionChunks.Count(place => place.VersionId == change.VersionId && place.IsEnabled),
            })
            .OrderByDescending(row => row.change.ChangedAt)
            .ToListAsync(ct);
        return TypedResults.Ok(new Response(
            await context.DraftChanges.CountAsync(ct),
            rows.ConvertAll(row => new Item(
                row.document.Id, row.document.Name, row.document.Origin, ActionOf(row.change, row.document), row.Number, row.Pieces,
                row.change.ChangedAt, row.change.ChangedBy))));
    }

    private static async Task<Ok<DiscardResponse>> Discard(
        DraftDocuments drafts, [Microsoft.AspNetCore.Mvc.FromQuery(Name = "document_id")] Guid? documentId, CancellationToken ct) =>
        TypedResults.Ok(new DiscardResponse(await drafts.DiscardAsync(documentId, ct)));

    private static string ActionOf(DraftChange change, KnowledgeDocument document) =>
        change.VersionId is null ? "retire" : document is { Version: not null, RetiredAt: null } ? "replace" : "add";
}
