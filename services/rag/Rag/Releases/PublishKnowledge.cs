using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Rag;

/// <summary>The draft comes into force as a numbered release, or an earlier release comes back as a new one.</summary>
internal static class PublishKnowledge
{
    private const int LongestNote = 500;

    /// <remarks>
    /// <paramref name="Documents"/>, absent, publishes the whole draft. <paramref name="AcceptDrop"/>: test questions may be answered worse
    /// than before.
    /// </remarks>
    internal sealed record Request(IReadOnlyList<Guid>? Documents, string? Note, bool AcceptDrop);

    internal sealed record RollBackRequest(string? Note, bool AcceptDrop);

    public static void MapPublishKnowledge(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/knowledge/releases", Publish)
            .RequireAuthorization(Policies.Admin)
            .WithName("rag.PublishKnowledge")
            .WithSummary("Publish the draft: tried in every index first, then in force all at once");
        routes.MapPost("/knowledge/releases/{number:long}/restore", RollBack)
            .RequireAuthorization(Policies.Admin)
            .WithName("rag.RestoreRelease")
            .WithSummary("Bring back what an earlier release showed, as a new release");
    }

    private static async Task<Results<Ok<ReadReleases.Item>, ProblemHttpResult>> Publish(
        Request request, ClaimsPrincipal caller, ReleasePublisher publisher, CancellationToken ct) =>
        request.Note?.Length > LongestNote
            ? NoteTooLong()
            : await AnswerAsync(
                publisher,
                new PublishRequest(caller.Caller()!.Id, request.Documents, request.Note, AcceptsDrop: request.AcceptDrop),
                ct);

    private static async Task<Results<Ok<ReadReleases.Item>, ProblemHttpResult>> RollBack(
        long number, RollBackRequest request, ClaimsPrincipal caller, ReleasePublisher publisher, CancellationToken ct)
    {
        if (request.Note?.Length > LongestNote)
        {
            return NoteTooLong();
        }

        try
        {
            return await AnswerAsync(
                publisher,
                new PublishRequest(caller.Caller()!.Id, null, request.Note, number, request.AcceptDrop),
                ct);
        }
        catch (ReleaseNotKeptException refusal)
        {
            return ReleaseAnswers.NotKept(refusal);
        }
    }

    private static async Task<Results<Ok<ReadReleases.Item>, ProblemHttpResult>> AnswerAsync(
        ReleasePublisher publisher, PublishRequest request, CancellationToken ct)
    {
        var publication = await publisher.PublishAsync(request, ct);
        return publication is { IsLive: true, Release: { } release }
            ? TypedResults.Ok(ReadReleases.View(release))
            : ReleaseAnswers.Refused(publication);
    }

    private static ProblemHttpResult NoteTooLong() => TypedResults.Problem(
        $"备注最多 {LongestNote} 字 / A note has at most {LongestNote} characters.",
        statusCode: StatusCodes.Status400BadRequest,
        title: "invalid_note");
}
