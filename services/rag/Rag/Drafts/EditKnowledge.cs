using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Rag;

/// <summary>People change pieces, add pairs, say whom a document is for, and retire documents. All of it waits in the draft.</summary>
internal static class EditKnowledge
{
    /// <remarks>What is absent stays as it is.</remarks>
    internal sealed record ChunkRequest(string? Title, string? Text, IReadOnlyList<string>? Similar, bool? IsEnabled);

    internal sealed record PairRequest(
        string? Question, IReadOnlyList<string>? Similar, string? Answer, string? Category, Guid? CollectionId);

    internal sealed record ScopeRequest(
        Guid? CollectionId, IReadOnlyList<string>? Products, IReadOnlyList<string>? Audiences, DateOnly? ValidFrom, DateOnly? ValidUntil);

    /// <remarks><paramref name="Warnings"/>, absent when there are none, say what a person should look at again: personal_data.</remarks>
    internal sealed record PairResponse(Guid DocumentId, Guid Id, IReadOnlyList<ReadingFault>? Warnings = null);

    public static void MapEditKnowledge(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/knowledge/documents/{documentId:guid}/chunks/{chunkId:guid}", EditChunk)
            .RequireAuthorization(Policies.Operator)
            .WithName("rag.EditChunk")
            .WithSummary("Reword a piece, or switch it on or off, in the draft");
        routes.MapPost("/knowledge/pairs", AddPair)
            .RequireAuthorization(Policies.Operator)
            .WithName("rag.AddPair")
            .WithSummary("Write a question with its answer into the draft");
        routes.MapPut("/knowledge/documents/{documentId:guid}/scope", SetScope)
            .RequireAuthorization(Policies.Operator)
            .WithName("rag.SetScope")
            .WithSummary("Say who may find a document and when, in the draft");
        routes.MapDelete("/knowledge/documents/{documentId:guid}", Retire)
            .RequireAuthorization(Policies.Operator)
            .WithName("rag.RetireDocument")
            .WithSummary("The next release no longer shows the document");
    }

    private static async Task<Results<Ok<ReadDocument.Piece>, ProblemHttpResult>> EditChunk(
        Guid documentId, Guid chunkId, ChunkRequest request, ClaimsPrincipal caller, DraftPieces pieces, RagDbContext context, IOptions<RagOptions> options,
        CancellationToken ct)
    {
        if (await context.Chunks.AsNoTracking().SingleOrDefaultAsync(row => row.Id == chunkId && row.DocumentId == documentId, ct) is not { } known)
        {
            return KnowledgeAnswers.ChunkUnknown();
        }

        if (ChunkRules.Refusal(Reworded(known.Content, request)) is { } refusal)
        {
            return KnowledgeAnswers.Problem(StatusCodes.Status400BadRequest, "invalid_chunk", refusal);
        }

        var change = await pieces.EditAsync(
            documentId, chunkId, content => Reworded(content, request), request.IsEnabled, caller.Caller()!.Id, ct);
        if (change.IsKnown)
        {
            return QuestionKnown();
        }

        if (change is not { Chunk: { } chunk, Place: { } place })
        {
            return KnowledgeAnswers.ChunkUnknown();
        }

        return TypedResults.Ok(ReadDocument.View(chunk, place.Ordinal, place.IsEnabled) with { Warnings = ChunkRules.Warnings(chunk.Content, options.Value) });
    }

    private static async Task<Results<Ok<PairResponse>, ProblemHttpResult>> AddPair(
        PairRequest request, ClaimsPrincipal caller, DraftPieces pieces, RagDbContext context, IOptions<RagOptions> options, CancellationToken ct)
    {
        var pair = ChunkRules.Trimmed(new ChunkContent(
            KnowledgeItem.Faq, request.Question ?? "", request.Answer ?? "", Texts(request.Similar) ?? [], request.Category));
        if (ChunkRules.Refusal(pair) is { } refusal)
        {
            return KnowledgeAnswers.Problem(StatusCodes.Status400BadRequest, "invalid_pair", refusal);
        }

        var collection = request.CollectionId ?? KnowledgeCollection.Default;
        if (!await context.Collections.AnyAsync(row => row.Id == collection, ct))
        {
            return KnowledgeAnswers.CollectionUnknown();
        }

        // One document of written pairs a collection: its pairs share their collection, and each is edited by itself.
        var source = new DocumentSource(KnowledgeDocument.Written, collection.ToString());
        var change = await pieces.AddPairAsync(source, collection, pair, caller.Caller()!.Id, ct);
        return change is { Chunk: { } chunk, IsKnown: false }
            ? TypedResults.Ok(new PairResponse(chunk.DocumentId, chunk.Id, ChunkRules.Warnings(pair, options.Value)))
            : QuestionKnown();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SetScope(
        Guid documentId, ScopeRequest request, ClaimsPrincipal caller, DraftPieces pieces, RagDbContext context, CancellationToken ct)
    {
        var scope = new DocumentScope(
            request.CollectionId ?? KnowledgeCollection.Default, ChunkRules.Names(request.Products), ChunkRules.Names(request.Audiences),
            request.ValidFrom, request.ValidUntil);
        if (ChunkRules.Refusal(scope) is { } refusal)
        {
            return KnowledgeAnswers.Problem(StatusCodes.Status400BadRequest, "invalid_scope", refusal);
        }

        if (!await context.Collections.AnyAsync(row => row.Id == scope.CollectionId, ct))
        {
            return KnowledgeAnswers.CollectionUnknown();
        }

        return await pieces.SetScopeAsync(documentId, scope, caller.Caller()!.Id, ct)
            ? TypedResults.NoContent()
            : KnowledgeAnswers.DocumentUnknown();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Retire(
        Guid documentId, ClaimsPrincipal caller, DraftDocuments drafts, CancellationToken ct) =>
        await drafts.RetireAsync(documentId, caller.Caller()!.Id, ct) ? TypedResults.NoContent() : KnowledgeAnswers.DocumentUnknown();

    private static ChunkContent Reworded(ChunkContent content, ChunkRequest request) => ChunkRules.Trimmed(content with
    {
        Title = request.Title ?? content.Title,
        Text = request.Text ?? content.Text,
        Similar = content.IsFaq ? Texts(request.Similar) ?? content.Similar : [],
    });

    // JSON may have null where a text belongs.
    private static List<string>? Texts(IReadOnlyList<string>? given) => given?.Select(text => text ?? "").ToList();

    private static ProblemHttpResult QuestionKnown() => KnowledgeAnswers.Problem(
        StatusCodes.Status409Conflict, "question_exists", "已有同样的问题 / There is a pair with that question.");
}
