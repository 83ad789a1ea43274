using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WeChatPlatform.Contracts;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Rag;

/// <summary>What a customer's question would find: the very search that answers turns.</summary>
internal static class SearchKnowledge
{
    private const int LongestQuestion = 2000;
    private const int DefaultLimit = 5;
    private const int MostResults = 20;

    internal sealed record Response(long Release, IReadOnlyList<Evidence> Results);

    public static void MapSearchKnowledge(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/knowledge/search", Handle)
            .RequireAuthorization(Policies.Viewer)
            .WithName("rag.SearchKnowledge")
            .WithSummary("What a question finds, best first, with the score that decisions are made with");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        Retrieval retrieval, string? q, int? limit, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(q) || q.Length > LongestQuestion)
        {
            return TypedResults.Problem(
                $"请在 q 中给出 1 到 {LongestQuestion} 字的问题 / Give a question of 1 to {LongestQuestion} characters in q.",
                statusCode: StatusCodes.Status400BadRequest,
                title: "question_missing");
        }

        var found = await retrieval.SearchAsync(q, Math.Clamp(limit ?? DefaultLimit, 1, MostResults), ct);
        return TypedResults.Ok(new Response(found.Release, found.Evidence));
    }
}
