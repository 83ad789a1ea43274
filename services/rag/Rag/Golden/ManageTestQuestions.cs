using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using WeChatPlatform.Contracts;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Rag;

/// <summary>The test questions that every release is asked, and asking them now.</summary>
internal static class ManageTestQuestions
{
    private const int MostItems = 2000;
    private const int EvidenceShown = 4;

    /// <remarks>
    /// Either <paramref name="Expects"/> (words that the evidence holds) or <paramref name="DocumentId"/> or both, or
    /// <paramref name="ExpectsNothing"/>. <paramref name="Top"/>: among how many of the best, 1 to 20, 4 when absent.
    /// </remarks>
    internal sealed record Request(string? Question, string? Expects, Guid? DocumentId, bool ExpectsNothing, int? Top);

    internal sealed record Item(
        Guid Id, string Question, string? Expects, Guid? DocumentId, bool ExpectsNothing, int Top, DateTimeOffset CreatedAt, string CreatedBy);

    internal sealed record Response(IReadOnlyList<Item> Items);

    internal sealed record Answer(Guid Id, string Question, bool IsMet, IReadOnlyList<Evidence> Evidence);

    internal sealed record RunResponse(long Release, int Questions, int Passed, IReadOnlyList<Answer> Failed);

    public static void MapManageTestQuestions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/knowledge/test-questions", List)
            .RequireAuthorization(Policies.Viewer)
            .WithName("rag.ListTestQuestions")
            .WithSummary("The questions that every release is asked");
        routes.MapPost("/knowledge/test-questions", Create)
            .RequireAuthorization(Policies.Operator)
            .WithName("rag.AddTestQuestion")
            .WithSummary("A question whose right evidence is known");
        routes.MapDelete("/knowledge/test-questions/{questionId:guid}", Delete)
            .RequireAuthorization(Policies.Operator)
            .WithName("rag.DeleteTestQuestion")
            .WithSummary("No longer ask a test question");
        routes.MapPost("/knowledge/test-questions/run", Run)
            .RequireAuthorization(Policies.Operator)
            .WithName("rag.RunTestQuestions")
            .WithSummary("Ask all test questions of the release in force");
    }

    internal static string? Refusal(Request request) => request switch
    {
        _ when string.IsNullOrWhiteSpace(request.Question) || request.Question.Length > TestQuestion.LongestQuestion =>
            $"问题需要 1 到 {TestQuestion.LongestQuestion} 字 / A question has 1 to {TestQuestion.LongestQuestion} characters.",
        { Expects: { } words } when string.IsNullOrWhiteSpace(words) || words.Length > TestQuestion.LongestPhrase =>
            $"期望的文字需要 1 到 {TestQuestion.LongestPhrase} 字 / The expected words have 1 to {TestQuestion.LongestPhrase} characters.",
        { Top: < 1 or > TestQuestion.MostEvidence } => $"名次需要在 1 到 {TestQuestion.MostEvidence} 之间 / The rank is 1 to {TestQuestion.MostEvidence}.",
        { ExpectsNothing: true, Expects: not null } or { ExpectsNothing: true, DocumentId: not null } or { ExpectsNothing: false, Expects: null, DocumentId: null } =>
            "请给出期望的文字、资料，或期望没有结果 / Give the expected words, the document, or that nothing is expected.",
        _ => null,
    };

    private static async Task<Ok<Response>> List(RagDbContext context, CancellationToken ct)
    {
        var rows = await context.TestQuestions.AsNoTracking().OrderBy(row => row.Id).Take(MostItems).ToListAsync(ct);
        return TypedResults.Ok(new Response(rows.ConvertAll(View)));
    }

    private static async Task<Results<Created<Item>, ProblemHttpResult>> Create(
        Request request, ClaimsPrincipal caller, RagDbContext context, TimeProvider time, CancellationToken ct)
    {
        if (Refusal(request) is { } refusal)
        {
            return KnowledgeAnswers.Problem(StatusCodes.Status400BadRequest, "invalid_test_question", refusal);
        }

        if (await context.TestQuestions.CountAsync(ct) >= MostItems)
        {
            return KnowledgeAnswers.Problem(
                StatusCodes.Status409Conflict, "too_many_test_questions", $"最多 {MostItems} 个测试问题 / At most {MostItems} test questions.");
        }

        var now = time.GetUtcNow();
        var question = new TestQuestion
        {
            Id = Guid.CreateVersion7(now), Question = request.Question!, Expects = request.Expects, DocumentId = request.DocumentId,
            ExpectsNothing = request.ExpectsNothing, Top = request.Top ?? EvidenceShown, CreatedAt = now, CreatedBy = caller.Caller()!.Id,
        };
        context.Add(question);
        try
        {
            await context.SaveChangesAsync(ct);
        }
        catch (DbUpdateException failure) when (failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return KnowledgeAnswers.Problem(
                StatusCodes.Status409Conflict, "test_question_exists", "已有同样的测试问题 / There is a test question of these words.");
        }

        return TypedResults.Created($"/api/v1/knowledge/test-questions/{question.Id}", View(question));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(Guid questionId, RagDbContext context, CancellationToken ct) =>
        await context.TestQuestions.Where(row => row.Id == questionId).ExecuteDeleteAsync(ct) > 0
            ? TypedResults.NoContent()
            : KnowledgeAnswers.Problem(
                StatusCodes.Status404NotFound, "test_question_not_found", "没有这个测试问题 / There is no such test question.");

    private static async Task<Ok<RunResponse>> Run(ReleaseProof proof, LiveIndex index, CancellationToken ct)
    {
        var release = await index.ServedAsync(ct);
        var answers = await proof.AskAllAsync(release, ct);
        return TypedResults.Ok(new RunResponse(
            release,
            answers.Count,
            answers.Count(answer => answer.IsMet),
            [
                .. answers.Where(answer => !answer.IsMet).Select(answer => new Answer(
                    answer.Question.Id, answer.Question.Question, false,
                    [.. answer.Found.Take(EvidenceShown).Select(piece => piece.Evidence)])),
            ]));
    }

    private static Item View(TestQuestion row) => new(
        row.Id, row.Question, row.Expects, row.DocumentId, row.ExpectsNothing, row.Top, row.CreatedAt, row.CreatedBy);
}
