using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Analytics;

/// <summary>The figures day by day, today included, oldest first; days without an event are there with zeros.</summary>
internal static class GetMessageStats
{
    private const int DefaultDays = 7;
    private const int MaxDays = 366;

    internal sealed record Response(int PeriodDays, long TotalMessages, IReadOnlyList<Day> ByDay);

    /// <summary>One day in the configured zone. Deliveries are all that were reported; the mean is over that day's answers.</summary>
    internal sealed record Day(
        DateOnly Date,
        long Messages,
        long Decisions,
        long Handoffs,
        long Deliveries,
        long Verified,
        long NotSent,
        long Unknown,
        long LlmCalls,
        decimal LlmCostCny,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? AvgResponseTimeMs);

    public static void MapGetMessageStats(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/stats/messages", Handle).RequireAuthorization(Policies.Viewer).WithName("analytics.GetMessageStats");

    internal static string? Refusal(int days) =>
        days is >= 1 and <= MaxDays ? null : $"days 须为 1 到 {MaxDays} / days must be 1 to {MaxDays}.";

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        AnalyticsDbContext context, IOptions<AnalyticsOptions> options, TimeProvider time, int? days, CancellationToken ct) =>
        Refusal(days ?? DefaultDays) is { } refusal
            ? TypedResults.Problem(refusal, statusCode: StatusCodes.Status400BadRequest, title: "days_out_of_range")
            : TypedResults.Ok(await ReadAsync(context, options.Value, time.GetUtcNow(), days ?? DefaultDays, ct));

    internal static async Task<Response> ReadAsync(
        AnalyticsDbContext context, AnalyticsOptions options, DateTimeOffset now, int days, CancellationToken ct)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);
        var last = Days.Today(now, zone);
        var first = last.AddDays(1 - days);
        var (from, until) = (Days.StartOf(first, zone), Days.StartOf(last.AddDays(1), zone));
        var name = options.TimeZone;
        var byDay = await context.Database.SqlQuery<Day>(
            $"""
            with days as (
                select generate_series({first}::timestamp, {last}::timestamp, interval '1 day')::date as day
            ), messages as (
                select (at at time zone {name})::date as day, count(*) as total
                from message_facts where side <> 'own' and at >= {from} and at < {until} group by 1
            ), decisions as (
                select (at at time zone {name})::date as day, count(*) as total
                from decision_facts where action <> {DecisionFact.Superseded} and at >= {from} and at < {until} group by 1
            ), handoffs as (
                select (at at time zone {name})::date as day, count(*) as total
                from handoff_facts where at >= {from} and at < {until} group by 1
            ), deliveries as (
                select (at at time zone {name})::date as day, count(*) as total,
                    count(*) filter (where outcome = 'verified') as verified,
                    count(*) filter (where outcome = 'not_sent') as not_sent,
                    count(*) filter (where outcome = 'unknown') as unknown
                from delivery_facts where at >= {from} and at < {until} group by 1
            ), calls as (
                select (at at time zone {name})::date as day, count(*) as total, sum(cost_cny) as cost
                from llm_call_facts where at >= {from} and at < {until} group by 1
            ), answers as (
                select (answered at time zone {name})::date as day,
                    avg(greatest(extract(epoch from answered - received) * 1000, 0))::double precision as took
                from (
                    select min(at) as answered, min(received_at) as received
                    from delivery_facts where outcome = 'verified' and at >= {from} and at < {until} group by decision_id
                ) answer group by 1
            )
            select days.day as "Date",
                coalesce(messages.total, 0) as "Messages",
                coalesce(decisions.total, 0) as "Decisions",
                coalesce(handoffs.total, 0) as "Handoffs",
                coalesce(deliveries.total, 0) as "Deliveries",
                coalesce(deliveries.verified, 0) as "Verified",
                coalesce(deliveries.not_sent, 0) as "NotSent",
                coalesce(deliveries.unknown, 0) as "Unknown",
                coalesce(calls.total, 0) as "LlmCalls",
                coalesce(calls.cost, 0) as "LlmCostCny",
                answers.took as "AvgResponseTimeMs"
            from days
            left join messages using (day)
            left join decisions using (day)
            left join handoffs using (day)
            left join deliveries using (day)
            left join calls using (day)
            left join answers using (day)
            """).OrderBy(day => day.Date).ToListAsync(ct);
        return new Response(days, byDay.Sum(day => day.Messages), byDay);
    }
}
