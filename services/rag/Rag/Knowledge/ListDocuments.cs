using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Rag;

/// <summary>The files that knowledge came from, newest first, the retired ones included.</summary>
internal static class ListDocuments
{
    /// <remarks><paramref name="Version"/> and <paramref name="PublishedAt"/> are absent while it is only in the draft.</remarks>
    internal sealed record Item(
        Guid Id,
        string Name,
        string Origin,
        string Kind,
        int Entries,
        int? Version,
        DateTimeOffset? PublishedAt,
        DateTimeOffset? RetiredAt,
        bool IsInDraft);

    /// <summary>One page.</summary>
    /// <remarks><paramref name="Next"/> goes into <c>after</c> for the next page; absent on the last one.</remarks>
    internal sealed record Response(IReadOnlyList<Item> Items, Guid? Next);

    public static void MapListDocuments(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/knowledge/documents", Handle)
            .RequireAuthorization(Policies.Viewer)
            .WithName("rag.ListDocuments")
            .WithSummary("Files that knowledge came from; ?after= takes the next page");

    private static async Task<Ok<Response>> Handle(RagDbContext context, Guid? after, int? limit, CancellationToken ct)
    {
        var page = await context.Documents
            .AsNoTracking()
            .Where(row => after == null || row.Id.CompareTo(after.Value) < 0)
            .OrderByDescending(row => row.Id)
            .Select(row => new Item(
                row.Id, row.Name, row.Origin, row.Kind, row.Entries, row.Version, row.PublishedAt, row.RetiredAt,
                context.DraftChanges.Any(change => change.DocumentId == row.Id)))
            .ReadPageAsync(limit, ct);
        return TypedResults.Ok(new Response(page.Rows, page.GoesOnFrom?.Id));
    }
}
