using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Edge;
using WeChatPlatform.Privacy;

namespace WeChatPlatform.Rag.Learning;

/// <summary>
/// A person edits, approves or rejects a pair of the review queue. One that the knowledge has already in other words is merged into that
/// pair; one that contradicts it waits until the person says which answer holds. Concurrency: the pair's row lock, and the revision that
/// was read.
/// </summary>
internal static class ReviewLearnedPair
{
    private const int LongestQuestion = 500;
    private const int LongestAnswer = 4000;
    private const int MostSimilar = 50;
    private const int LongestNote = 500;

    /// <remarks><paramref name="Revision"/> is the one that was read. A text that is absent stays as it is.</remarks>
    internal sealed record Edit(int Revision, string? Question, IReadOnlyList<string>? Similar, string? Answer);

    internal sealed record Verdict(int Revision, string? Note);

    /// <remarks>
    /// <paramref name="MergeInto"/> is the pair of the knowledge that it becomes another wording of, with its answer instead when
    /// <paramref name="ReplaceAnswer"/>. <paramref name="Separate"/> makes a pair of its own of it whatever the knowledge has. Without either,
    /// it is merged into the pair that asks and says the same, if there is one.
    /// </remarks>
    internal sealed record Approval(int Revision, string? Note, Guid? MergeInto, bool ReplaceAnswer, bool Separate);

    public static void MapReviewLearnedPair(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/knowledge/learned/{pairId:guid}", Change)
            .RequireAuthorization(Policies.Operator)
            .WithName("rag.EditLearnedPair")
            .WithSummary("Change the texts of a pair that waits");
        routes.MapPost("/knowledge/learned/{pairId:guid}/approve", Approve)
            .RequireAuthorization(Policies.Operator)
            .WithName("rag.ApproveLearnedPair")
            .WithSummary("Take a pair that waits into the knowledge");
        routes.MapPost("/knowledge/learned/{pairId:guid}/reject", Reject)
            .RequireAuthorization(Policies.Operator)
            .WithName("rag.RejectLearnedPair")
            .WithSummary("Refuse a pair that waits; it does not come again");
    }

    /// <summary>What is wrong with texts that a person wants to have in the knowledge; absent when nothing is.</summary>
    internal static (string Title, string Detail)? Fault(string question, IReadOnlyList<string> similar, string answer, SpokenRedactor redactor)
    {
        var texts = similar.Append(question).Append(answer).ToList();
        return question.Length is 0 or > LongestQuestion || answer.Length is 0 or > LongestAnswer || similar.Count > MostSimilar
            || similar.Any(text => text.Length is 0 or > LongestQuestion) || texts.Exists(text => text.Contains('\0', StringComparison.Ordinal))
            || Likeness.Features(question).Count == 0
            ? ("invalid_pair",
                $"问题和相似问各 1 到 {LongestQuestion} 字，相似问最多 {MostSimilar} 条，答案 1 到 {LongestAnswer} 字 / A question has 1 to {LongestQuestion} characters, there are at most {MostSimilar} similar ones, an answer has 1 to {LongestAnswer} characters.")
            : !texts.TrueForAll(redactor.IsClean)
                ? ("personal_data", "内容里有电话、证件号、地址等个人信息，请先去掉 / There is personal data in it, such as a phone or an address: take it out first.")
                : null;
    }

    private static Task<Results<Ok<ListLearnedPairs.Item>, ProblemHttpResult>> Change(
        Guid pairId, Edit request, RagDbContext context, SpokenRedactor redactor, CancellationToken ct) =>
        UnderLockAsync(context, pairId, request.Revision, pair =>
        {
            var question = request.Question?.Trim() ?? pair.Question;
            var similar = request.Similar?.Select(text => text?.Trim() ?? "").Where(text => text.Length > 0).Distinct(StringComparer.Ordinal).ToList() ?? pair.Similar;
            var answer = request.Answer?.Trim() ?? pair.Answer;
            if (Fault(question, similar, answer, redactor) is { } fault)
            {
                return Task.FromResult<ProblemHttpResult?>(Refused(fault));
            }

            (pair.Question, pair.Similar, pair.Answer, pair.Features) = (question, similar, answer, [.. Likeness.Features(question)]);
            pair.Revision++;
            return Task.FromResult<ProblemHttpResult?>(null);
        }, ct);

    private static Task<Results<Ok<ListLearnedPairs.Item>, ProblemHttpResult>> Approve(
        Guid pairId, Approval request, ClaimsPrincipal user, RagDbContext context, ApprovedPairs approved, SpokenRedactor redactor, TimeProvider time,
        ILogger<LearnedPair> logger, CancellationToken ct) =>
        UnderLockAsync(context, pairId, request.Revision, async pair =>
        {
            if (Fault(pair.Question, pair.Similar, pair.Answer, redactor) is { } fault)
            {
                return Refused(fault);
            }

            if (Settle(pair, LearnedPair.Approved, request.Note, user, time) is { } problem)
            {
                return problem;
            }

            if (await approved.TakeAsync(pair, request, ct) is { } refusal)
            {
                return refusal;
            }

            logger.PairReviewed(pairId, pair.State, pair.ReviewedBy!);
            return null;
        }, ct);

    private static Task<Results<Ok<ListLearnedPairs.Item>, ProblemHttpResult>> Reject(
        Guid pairId, Verdict request, ClaimsPrincipal user, RagDbContext context, TimeProvider time, ILogger<LearnedPair> logger, CancellationToken ct) =>
        UnderLockAsync(context, pairId, request.Revision, pair =>
        {
            if (Settle(pair, LearnedPair.Rejected, request.Note, user, time) is { } problem)
            {
                return Task.FromResult<ProblemHttpResult?>(problem);
            }

            logger.PairReviewed(pairId, pair.State, pair.ReviewedBy!);
            return Task.FromResult<ProblemHttpResult?>(null);
        }, ct);

    private static ProblemHttpResult? Settle(LearnedPair pair, string state, string? note, ClaimsPrincipal user, TimeProvider time)
    {
        if (note is { Length: > LongestNote })
        {
            return TypedResults.Problem(
                $"note 最多 {LongestNote} 字 / note has at most {LongestNote} characters.", statusCode: StatusCodes.Status400BadRequest, title: "invalid_note");
        }

        (pair.State, pair.ReviewedAt, pair.ReviewedBy) = (state, time.GetUtcNow(), user.Caller()!.Id);
        pair.Note = note?.Replace("\0", "", StringComparison.Ordinal);
        pair.Revision++;
        return null;
    }

    private static async Task<Results<Ok<ListLearnedPairs.Item>, ProblemHttpResult>> UnderLockAsync(
        RagDbContext context, Guid pairId, int revision, Func<LearnedPair, Task<ProblemHttpResult?>> change, CancellationToken ct) =>
        await context.Database.CreateExecutionStrategy().ExecuteAsync<Results<Ok<ListLearnedPairs.Item>, ProblemHttpResult>>(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            var pair = await context.Set<LearnedPair>()
                .FromSql($"select * from learned_pairs where id = {pairId} for update").AsTracking().SingleOrDefaultAsync(ct);
            if (pair is null)
            {
                return ListLearnedPairs.NotFound();
            }

            if (pair.State != LearnedPair.Pending)
            {
                return Conflict("pair_reviewed", "这条问答已审核 / The pair has been reviewed.");
            }

            if (pair.Revision != revision)
            {
                return Conflict("stale_revision", "这条问答已有变化，请重新读取 / The pair has changed; read it again.");
            }

            if (await change(pair) is { } problem)
            {
                return problem;
            }

            await context.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return TypedResults.Ok(ListLearnedPairs.ItemOf(pair));
        });

    private static ProblemHttpResult Refused((string Title, string Detail) fault) =>
        TypedResults.Problem(fault.Detail, statusCode: StatusCodes.Status422UnprocessableEntity, title: fault.Title);

    private static ProblemHttpResult Conflict(string title, string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict, title: title);
}
