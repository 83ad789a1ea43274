using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using WeChatPlatform.Contracts;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Rag;

/// <summary>What a question finds and why: the search that answers turns, looked at from inside.</summary>
internal static class HitTest
{
    private const int DefaultLimit = 4;
    private const int MostHistory = 20;
    private const int MostCollections = 100;
    private const int LongestName = 100;

    /// <remarks>
    /// At most 100 collections, and 2000 characters a line. <paramref name="Release"/>, absent, is the one in force; <paramref name="Draft"/> searches what publishing the draft would show
    /// instead. <paramref name="History"/> is oldest first. <paramref name="Limit"/> is 1 to 20, 4 when absent.
    /// </remarks>
    internal sealed record Request(
        string? Question,
        IReadOnlyList<ChatLine>? History,
        IReadOnlyList<Guid>? Collections,
        string? Product,
        string? Audience,
        long? Release,
        bool Draft,
        int? Limit);

    /// <remarks>
    /// <paramref name="Release"/> is the one that was searched; of the draft, the number that it would be published with.
    /// <paramref name="Completed"/> is the full question that was searched, when the question leans on the history.
    /// </remarks>
    internal sealed record Response(
        long Release, bool IsDraft, string? Completed, IReadOnlyList<FoundPiece> Evidence, IReadOnlyList<string> Degraded, SearchStory? Explanation);

    public static void MapHitTest(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/knowledge/hit-test", Handle)
            .RequireAuthorization(Policies.Viewer)
            .WithName("rag.HitTest")
            .WithSummary("What a question finds in force, in the draft or in an earlier release, with both rankings, their fusion, the reranking and why");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        Request request, LiveIndex index, Previews previews, IOptions<RagOptions> options, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Question) || request.Question.Length > SearchKnowledge.LongestQuestion)
        {
            return SearchKnowledge.QuestionMissing();
        }

        if (Refusal(request) is { } refusal)
        {
            return KnowledgeAnswers.Problem(StatusCodes.Status400BadRequest, "invalid_hit_test", refusal);
        }

        try
        {
            var isInForce = !request.Draft && (request.Release is not { } wanted || wanted == await index.ServedAsync(ct));
            return TypedResults.Ok(await AnswerAsync(
                request,
                async asked => isInForce ? await index.SearchAsync(asked, ct) : await previews.SearchAsync(request.Release, asked, ct),
                options.Value.AnsweredFrom));
        }
        catch (ReleaseNotKeptException notKept)
        {
            return ReleaseAnswers.NotKept(notKept);
        }
    }

    // JSON may have null where a line or its text belongs.
    internal static string? Refusal(Request request) => request switch
    {
        { Draft: true, Release: not null } => "草稿和版本只能选一个 / Name the draft or a release, not both.",
        _ when request.History?.Any(line => line?.Text is not { Length: <= SearchKnowledge.LongestQuestion }) is true =>
            $"对话的每一行需要文字，最多 {SearchKnowledge.LongestQuestion} 字 / Each line of the history has a text of at most {SearchKnowledge.LongestQuestion} characters.",
        { Collections.Count: > MostCollections } => $"最多 {MostCollections} 个知识集 / At most {MostCollections} collections.",
        { Product.Length: > LongestName } or { Audience.Length: > LongestName } => $"名称最多 {LongestName} 字 / A name has at most {LongestName} characters.",
        _ => null,
    };

    private static async Task<Response> AnswerAsync(Request request, Func<Asked, Task<Found>> search, double answeredFrom)
    {
        var question = request.Question!;
        var completed = FollowUp.Complete(question, [.. (request.History ?? []).TakeLast(MostHistory)]);
        var asked = new Asked(completed ?? question, Math.Clamp(request.Limit ?? DefaultLimit, 1, SearchKnowledge.MostResults))
        {
            Collections = request.Collections ?? [], Product = request.Product, Audience = request.Audience, Explain = true,
        };
        // As live answers do it: the question itself first, and completed only when that finds more.
        var found = await search(asked with { Question = question });
        if (completed is not null && Best(found) < answeredFrom)
        {
            var full = await search(asked);
            (found, completed) = Best(full) > Best(found) ? (full, completed) : (found, null);
        }
        else
        {
            completed = null;
        }

        return new Response(found.Release, request.Draft, completed, found.Pieces, found.Degraded, found.Story);
    }

    private static double Best(Found found) => found.Pieces is [var best, ..] ? best.Evidence.Score : 0;
}
