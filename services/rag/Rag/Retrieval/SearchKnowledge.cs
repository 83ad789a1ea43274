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
    internal const int LongestQuestion = 2000;
    internal const int MostResults = 20;
    private const int DefaultLimit = 5;

    /// <remarks><paramref name="Degraded"/> is absent when the whole search took part.</remarks>
    internal sealed record Response(long Release, IReadOnlyList<Evidence> Results, IReadOnlyList<string>? Degraded);

    public static void MapSearchKnowledge(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/knowledge/search", Handle)
            .RequireAuthorization(Policies.Viewer)
            .WithName("rag.SearchKnowledge")
            .WithSummary("What a question finds, best first, with the score that decisions are made with");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        Retrieval retrieval, string? q, int? limit, Guid? collection, string? product, string? audience, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(q) || q.Length > LongestQuestion)
        {
            return QuestionMissing();
        }

        var asked = new Asked(q, Math.Clamp(limit ?? DefaultLimit, 1, MostResults))
        {
            Collections = collection is { } one ? [one] : [], Product = product, Audience = audience,
        };
        var found = await retrieval.SearchAsync(asked, ct);
        return TypedResults.Ok(new Response(found.Release, found.Evidence, found.Degraded.Count == 0 ? null : found.Degraded));
    }

    internal static ProblemHttpResult QuestionMissing() => TypedResults.Problem(
        $"请给出 1 到 {LongestQuestion} 字的问题 / Give a question of 1 to {LongestQuestion} characters.",
        statusCode: StatusCodes.Status400BadRequest,
        title: "question_missing");
}
