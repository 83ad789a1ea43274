using System.Linq.Expressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Rag.Learning;

/// <summary>What conversations taught, newest first, paged by key: with state pending the review queue.</summary>
internal static class ListLearnedPairs
{
    /// <remarks>
    /// <paramref name="ReviewReason"/> is why it waits for a person: quality, staff_answer, rests_on_faq, needs_context, personal_question, conflict or
    /// taken_back; absent for one that the gate let through.
    /// </remarks>
    internal sealed record Item(
        Guid Id, string Question, IReadOnlyList<string> Similar, string Answer, string Source, string State, string? ReviewReason, double Confidence,
        double Quality, int Seen, int UsefulCount, Guid ConversationId, Guid? ConflictsWith, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt,
        int Revision, DateTimeOffset? ReviewedAt, string? ReviewedBy, string? Note, Guid? KnowledgeId)
    {
        /// <summary>Pairs of the knowledge that it may be merged into; absent in lists, and for one that does not wait.</summary>
        public IReadOnlyList<KnownPair>? Known { get; init; }
    }

    /// <remarks><paramref name="Pending"/>, <paramref name="Approved"/> and <paramref name="Rejected"/> count all, whatever the page shows.</remarks>
    internal sealed record Page(IReadOnlyList<Item> Items, Guid? Next, int Pending, int Approved, int Rejected);

    public static readonly Expression<Func<LearnedPair, Item>> AsItem = pair => new Item(
        pair.Id, pair.Question, pair.Similar, pair.Answer, pair.Source, pair.State, pair.ReviewReason, pair.Confidence, pair.Quality, pair.Seen,
        pair.UsefulCount, pair.ConversationId, pair.ConflictsWith, pair.FirstSeenAt, pair.LastSeenAt, pair.Revision, pair.ReviewedAt, pair.ReviewedBy,
        pair.Note, pair.KnowledgeId);

    public static readonly Func<LearnedPair, Item> ItemOf = AsItem.Compile();

    public static void MapListLearnedPairs(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/knowledge/learned", List)
            .RequireAuthorization(Policies.Viewer)
            .WithName("rag.ListLearnedPairs")
            .WithSummary("What conversations taught; state=pending is the review queue");
        routes.MapGet("/knowledge/learned/{pairId:guid}", Get)
            .RequireAuthorization(Policies.Viewer)
            .WithName("rag.GetLearnedPair")
            .WithSummary("One learned pair, with what the knowledge has of it already");
    }

    public static ProblemHttpResult NotFound() => TypedResults.Problem(
        "没有这条问答 / There is no such pair.", statusCode: StatusCodes.Status404NotFound, title: "pair_not_found");

    private static async Task<Results<Ok<Page>, ProblemHttpResult>> List(
        RagDbContext context, string? state, Guid? before, int? limit, CancellationToken ct)
    {
        if (state is not (null or LearnedPair.Pending or LearnedPair.Approved or LearnedPair.Rejected))
        {
            return TypedResults.Problem(
                "state 只能是 pending、approved 或 rejected / state is pending, approved or rejected.",
                statusCode: StatusCodes.Status400BadRequest,
                title: "state_unknown");
        }

        var page = await context.Set<LearnedPair>().AsNoTracking()
            .Where(pair => (state == null || pair.State == state) && (before == null || pair.Id.CompareTo(before.Value) < 0))
            .OrderByDescending(pair => pair.Id)
            .Select(AsItem)
            .ReadPageAsync(limit, ct);
        var counts = await context.Set<LearnedPair>().GroupBy(pair => pair.State)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, ct);
        return TypedResults.Ok(new Page(
            page.Rows, page.GoesOnFrom?.Id, counts.GetValueOrDefault(LearnedPair.Pending),
            counts.GetValueOrDefault(LearnedPair.Approved), counts.GetValueOrDefault(LearnedPair.Rejected)));
    }

    private static async Task<Results<Ok<Item>, ProblemHttpResult>> Get(
        Guid pairId, RagDbContext context, KnownPairs known, CancellationToken ct) =>
        await context.Set<LearnedPair>().AsNoTracking().SingleOrDefaultAsync(pair => pair.Id == pairId, ct) is { } pair
            ? TypedResults.Ok(ItemOf(pair) with { Known = pair.State == LearnedPair.Pending ? await known.FindAsync(pair, ct) : null })
            : NotFound();
}
