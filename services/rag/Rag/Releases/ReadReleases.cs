using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Rag;

/// <summary>Releases, newest first, with what was tried before they came into force.</summary>
internal static class ReadReleases
{
    /// <remarks>
    /// <paramref name="State"/> is preparing, live or refused; the highest live number is in force. <paramref name="LiveAt"/> and
    /// <paramref name="VerifiedAt"/> are absent while it is not; <paramref name="Refusal"/> is absent when it was not refused.
    /// </remarks>
    internal sealed record Item(
        long Number,
        string State,
        int Entries,
        int Added,
        int Retired,
        string By,
        string? Note,
        long? Restores,
        DateTimeOffset At,
        DateTimeOffset? LiveAt,
        DateTimeOffset? VerifiedAt,
        int Probes,
        int Questions,
        int QuestionsPassed,
        string? Refusal,
        IReadOnlyList<ReleaseFault> Faults,
        bool CanBeRestored);

    internal sealed record Response(long Current, IReadOnlyList<Item> Items, long? Next);

    public static void MapReadReleases(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/knowledge/releases", List)
            .RequireAuthorization(Policies.Viewer)
            .WithName("rag.ListReleases")
            .WithSummary("Knowledge releases, newest first; ?before= takes the next page");
        routes.MapGet("/knowledge/releases/{number:long}", Get)
            .RequireAuthorization(Policies.Viewer)
            .WithName("rag.GetRelease")
            .WithSummary("One knowledge release");
    }

    public static Item View(KnowledgeRelease row) => new(
        row.Number, row.State, row.Entries, row.Added, row.Retired, row.By, row.Note, row.Restores, row.At, row.LiveAt, row.VerifiedAt,
        row.Probes, row.Questions, row.QuestionsPassed, row.Refusal, row.Faults, row is { IsKept: true, State: KnowledgeRelease.Live });

    private static async Task<Ok<Response>> List(RagDbContext context, long? before, int? limit, CancellationToken ct)
    {
        var page = await context.Releases.AsNoTracking()
            .Where(row => before == null || row.Number < before)
            .OrderByDescending(row => row.Number)
            .ReadPageAsync(limit, ct);
        var current = await context.Releases.Where(row => row.State == KnowledgeRelease.Live).MaxAsync(row => (long?)row.Number, ct) ?? 0;
        return TypedResults.Ok(new Response(current, [.. page.Rows.Select(View)], page.GoesOnFrom?.Number));
    }

    private static async Task<Results<Ok<Item>, ProblemHttpResult>> Get(long number, RagDbContext context, CancellationToken ct) =>
        await context.Releases.AsNoTracking().SingleOrDefaultAsync(row => row.Number == number, ct) is { } release
            ? TypedResults.Ok(View(release))
            : ReleaseAnswers.Unknown();
}
