using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Rag.Learning;

/// <summary>What customers ask often and the knowledge has no good evidence for: questions that are alike, put together.</summary>
internal static class GetKnowledgeGaps
{
    private const int DefaultDays = 30;
    private const int MostGaps = 100;
    private const int DefaultGaps = 10;
    private const int Examples = 5;

    /// <summary>The newest ones; putting them together takes about a second for so many.</summary>
    private const int MostQuestions = 3000;

    internal sealed record Reason(string Word, int Times);

    /// <remarks>
    /// <paramref name="Question"/> is the most frequent wording, <paramref name="Examples"/> are further ones. <paramref name="Score"/> is the mean of the best
    /// evidence when it was asked, 0 to 1, <paramref name="ScoreNow"/> the same in the release in force, absent where it was not searched again.
    /// <paramref name="PendingPair"/> is a pair of the review queue that answers it; absent when there is none.
    /// </remarks>
    internal sealed record Gap(
        string Question, int Times, int Conversations, double Score, double? ScoreNow, IReadOnlyList<Reason> Reasons, IReadOnlyList<string> Examples,
        DateTimeOffset FirstAskedAt, DateTimeOffset LastAskedAt, Guid? PendingPair);

    /// <remarks>
    /// <paramref name="Questions"/> counts all that had no good evidence in that time, <paramref name="InGaps"/> those of all gaps but the
    /// closed ones. <paramref name="Closed"/> are those that the knowledge answers by now.
    /// </remarks>
    internal sealed record Response(DateTimeOffset Since, int Questions, int InGaps, IReadOnlyList<Gap> Gaps, IReadOnlyList<Gap> Closed);

    public static void MapGetKnowledgeGaps(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/knowledge/gaps", Handle)
            .RequireAuthorization(Policies.Viewer)
            .WithName("rag.GetKnowledgeGaps")
            .WithSummary("Frequent questions without good evidence, those that are alike together");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        RagDbContext context, GapCheck check, IOptions<LearningOptions> options, TimeProvider time, int? days, int? limit, CancellationToken ct)
    {
        if (days is < 1 || days > options.Value.GapDays)
        {
            return TypedResults.Problem(
                $"days 为 1 到 {options.Value.GapDays} / days are 1 to {options.Value.GapDays}.", statusCode: StatusCodes.Status400BadRequest, title: "days_out_of_range");
        }

        var since = time.GetUtcNow().AddDays(-(days ?? Math.Min(DefaultDays, options.Value.GapDays)));
        var asked = await context.Set<UnansweredQuestion>().AsNoTracking()
            .Where(question => question.AskedAt >= since)
            .OrderByDescending(question => question.AskedAt)
            .Take(MostQuestions)
            .ToListAsync(ct);
        var pending = await context.Set<LearnedPair>().AsNoTracking()
            .Where(pair => pair.State == LearnedPair.Pending)
            .OrderByDescending(pair => pair.Id)
            .Take(MostQuestions)
            .Select(pair => new { pair.Id, pair.Question })
            .ToListAsync(ct);
        var clusters = Clusters(asked, options.Value.GapOccurrences);
        var (open, closed, most) = (new List<Gap>(), new List<Gap>(), Math.Clamp(limit ?? DefaultGaps, 1, MostGaps));
        foreach (var cluster in clusters)
        {
            if (open.Count == most || closed.Count == MostGaps)
            {
                break;
            }

            var again = await check.AskAsync(cluster, ct);
            var answer = pending.Find(pair => Likeness.Of(pair.Question, cluster[0].Question) >= Likeness.SameQuestion);
            (again is { IsAnswered: true } ? closed : open).Add(Of(cluster) with { ScoreNow = again?.Score, PendingPair = answer?.Id });
        }

        return TypedResults.Ok(new Response(
            since, asked.Count, clusters.Sum(cluster => cluster.Count) - closed.Sum(gap => gap.Times), open, closed));
    }

    /// <summary>Questions that ask the same, most frequent first.</summary>
    private static List<List<UnansweredQuestion>> Clusters(List<UnansweredQuestion> asked, int occurrences) =>
    [
        .. QuestionClusters.Of([.. asked.Select(question => question.Question)])
            .Where(cluster => cluster.Count >= occurrences)
            .Select(cluster => cluster.Select(place => asked[place]).ToList()),
    ];

    private static Gap Of(List<UnansweredQuestion> cluster) => new(
        cluster[0].Question,
        cluster.Count,
        cluster.Select(question => question.ConversationId).Distinct().Count(),
        Math.Round(cluster.Average(question => question.Score), 3),
        ScoreNow: null,
        [.. cluster.CountBy(question => question.Reason).OrderByDescending(reason => reason.Value).Select(reason => new Reason(reason.Key, reason.Value))],
        [.. cluster.Select(question => question.Question).Distinct(StringComparer.Ordinal).Skip(1).Take(Examples)],
        cluster.Min(question => question.AskedAt),
        cluster.Max(question => question.AskedAt),
        PendingPair: null);
}
