using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Rag;

/// <summary>Collections of documents and how their passages are cut.</summary>
internal static class ManageCollections
{
    private const int Smallest = 100;
    private const int Largest = 4000;
    private const int MostOverlap = 90;

    /// <remarks>What is absent follows the service's settings; without <paramref name="DirectAnswer"/> no pair answers by itself.</remarks>
    internal sealed record Request(string? Name, int? ChunkSize, int? ChunkOverlap, double? DirectAnswer);

    internal sealed record Item(
        Guid Id, string Name, int? ChunkSize, int? ChunkOverlap, double? DirectAnswer, bool IsDefault, DateTimeOffset CreatedAt);

    internal sealed record Response(IReadOnlyList<Item> Items);

    public static void MapManageCollections(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/knowledge/collections", List)
            .RequireAuthorization(Policies.Viewer)
            .WithName("rag.ListCollections")
            .WithSummary("Collections of knowledge");
        routes.MapPost("/knowledge/collections", Create)
            .RequireAuthorization(Policies.Admin)
            .WithName("rag.CreateCollection")
            .WithSummary("A new collection");
        routes.MapPut("/knowledge/collections/{collectionId:guid}", Change)
            .RequireAuthorization(Policies.Admin)
            .WithName("rag.ChangeCollection")
            .WithSummary("Rename a collection, or cut its next documents otherwise");
    }

    internal static string? Refusal(Request request) => request switch
    {
        _ when string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > KnowledgeCollection.LongestName =>
            $"名称需要 1 到 {KnowledgeCollection.LongestName} 字 / A name has 1 to {KnowledgeCollection.LongestName} characters.",
        { ChunkSize: < Smallest or > Largest } => $"片段长度需要在 {Smallest} 到 {Largest} 之间 / A passage has {Smallest} to {Largest} characters.",
        { ChunkOverlap: < 0 or > MostOverlap } => $"重叠需要在 0 到 {MostOverlap} 之间 / The overlap is 0 to {MostOverlap} characters.",
        { DirectAnswer: < 0.5 or > 1 } => "直接回答的阈值需要在 0.5 到 1 之间 / The threshold of direct answers is 0.5 to 1.",
        _ => null,
    };

    private static async Task<Ok<Response>> List(RagDbContext context, CancellationToken ct)
    {
        var rows = await context.Collections.AsNoTracking().OrderBy(row => row.Name).ToListAsync(ct);
        return TypedResults.Ok(new Response(rows.ConvertAll(View)));
    }

    private static async Task<Results<Created<Item>, ProblemHttpResult>> Create(
        Request request, RagDbContext context, TimeProvider time, CancellationToken ct)
    {
        if (Refusal(request) is { } refusal)
        {
            return Invalid(refusal);
        }

        var now = time.GetUtcNow();
        var collection = new KnowledgeCollection { Id = Guid.CreateVersion7(now), Name = request.Name!, CreatedAt = now };
        Set(collection, request);
        context.Add(collection);
        return await IsSavedAsync(context, ct)
            ? TypedResults.Created($"/api/v1/knowledge/collections/{collection.Id}", View(collection))
            : Exists();
    }

    private static async Task<Results<Ok<Item>, ProblemHttpResult>> Change(
        Guid collectionId, Request request, RagDbContext context, CancellationToken ct)
    {
        if (Refusal(request) is { } refusal)
        {
            return Invalid(refusal);
        }

        if (await context.Collections.FindAsync([collectionId], ct) is not { } collection)
        {
            return KnowledgeAnswers.CollectionUnknown();
        }

        Set(collection, request);
        return await IsSavedAsync(context, ct) ? TypedResults.Ok(View(collection)) : Exists();
    }

    private static void Set(KnowledgeCollection collection, Request request) =>
        (collection.Name, collection.ChunkSize, collection.ChunkOverlap, collection.DirectAnswer) =
            (request.Name!.Trim(), request.ChunkSize, request.ChunkOverlap, request.DirectAnswer);

    private static async Task<bool> IsSavedAsync(RagDbContext context, CancellationToken ct)
    {
        try
        {
            await context.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateException failure) when (failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return false;
        }
    }

    private static Item View(KnowledgeCollection row) => new(
        row.Id, row.Name, row.ChunkSize, row.ChunkOverlap, row.DirectAnswer, row.Id == KnowledgeCollection.Default, row.CreatedAt);

    private static ProblemHttpResult Invalid(string refusal) =>
        KnowledgeAnswers.Problem(StatusCodes.Status400BadRequest, "invalid_collection", refusal);

    private static ProblemHttpResult Exists() =>
        KnowledgeAnswers.Problem(StatusCodes.Status409Conflict, "collection_exists", "已有同名的知识集 / There is a collection of that name.");
}
