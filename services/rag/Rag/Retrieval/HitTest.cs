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

    /// <remarks>
    /// <paramref name="Release"/>, absent, is the one in force. <paramref name="History"/> is oldest first. <paramref name="Limit"/> is
    /// 1 to 20, 4 when absent.
    /// </remarks>
    internal sealed record Request(
        string? Question,
        IReadOnlyList<ChatLine>? History,
        IReadOnlyList<Guid>? Collections,
        string? Product,
        string? Audience,
        long? Release,
        int? Limit);

    /// <remarks><paramref name="Completed"/> is the full question that was searched, when the question leans on the history.</remarks>
    internal sealed record Response(
        long Release, string? Completed, IReadOnlyList<FoundPiece> Evidence, IReadOnlyList<string> Degraded, SearchStory? Explanation);

    public static void MapHitTest(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/knowledge/hit-test", Handle)
            .RequireAuthorization(Policies.Viewer)
            .WithName("rag.HitTest")
            .WithSummary("What a question finds, with both rankings, their fusion, the reranking and why");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        Request request, LiveIndex index, IOptions<RagOptions> options, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Question) || request.Question.Length > SearchKnowledge.LongestQuestion)
        {
            return SearchKnowledge.QuestionMissing();
        }

        if (request.Release is { } wanted && wanted != await index.ServedAsync(ct))
        {
            return KnowledgeAnswers.Problem(
                StatusCodes.Status409Conflict, "release_not_in_force", "只能检索当前生效的版本 / Only the release in force can be searched.");
        }

        var completed = FollowUp.Complete(request.Question, [.. (request.History ?? []).TakeLast(MostHistory)]);
        var asked = new Asked(completed ?? request.Question, Math.Clamp(request.Limit ?? DefaultLimit, 1, SearchKnowledge.MostResults))
        {
            Collections = request.Collections ?? [], Product = request.Product, Audience = request.Audience, Explain = true,
        };
        // As live answers do it: the question itself first, and completed only when that finds more.
        var found = await index.SearchAsync(asked with { Question = request.Question }, ct);
        if (completed is not null && Best(found) < options.Value.AnsweredFrom)
        {
            var full = await index.SearchAsync(asked, ct);
            (found, completed) = Best(full) > Best(found) ? (full, completed) : (found, null);
        }
        else
        {
            completed = null;
        }

        return TypedResults.Ok(new Response(found.Release, completed, found.Pieces, found.Degraded, found.Story));
    }

    private static double Best(Found found) => found.Pieces is [var best, ..] ? best.Evidence.Score : 0;
}
