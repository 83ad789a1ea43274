using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Analytics;

/// <summary>
/// The figures of the whole platform. Messages are those that are not our own. A delivery is the latest report about one
/// part of a decision. What a figure means is written in the service's README.
/// </summary>
internal static class GetStats
{
    internal sealed record Response(Messages Messages, Agents Agents, Performance Performance, Decisions Decisions, Deliveries Deliveries, Models Models);

    internal sealed record Messages(long Total, long Today, long LastHour);

    internal sealed record Agents(long Total, long Online);

    /// <summary>Null, and written as null, until there is something to measure: zero would be a figure.</summary>
    internal sealed record Performance(
        [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? AvgResponseTimeMs,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? SuccessRate);

    internal sealed record Decisions(long Total, long Reply, long Clarify, long Handoff, long Draft, long Ignore);

    internal sealed record Deliveries(long Verified, long NotSent, long Unknown);

    /// <summary>Requests to models; the cost is in CNY, to 8 decimals, estimates included.</summary>
    internal sealed record Models(long Calls, decimal CostCny, decimal CostCnyToday);

    public static void MapGetStats(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/stats", Handle).RequireAuthorization(Policies.Viewer).WithName("analytics.GetStats");

    private static async Task<Ok<Response>> Handle(
        AnalyticsDbContext context, IOptions<AnalyticsOptions> options, TimeProvider time, CancellationToken ct) =>
        TypedResults.Ok(await ReadAsync(context, options.Value, time.GetUtcNow(), ct));

    internal static async Task<Response> ReadAsync(
        AnalyticsDbContext context, AnalyticsOptions options, DateTimeOffset now, CancellationToken ct)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);
        var today = Days.StartOf(Days.Today(now, zone), zone);

        // One statement is one snapshot: the figures agree with each other.
        var row = await context.Database.SqlQuery<Row>(
            $"""
            select m.*, a.*, d.*, r.*, p.*, l.*
            from (
                select count(*) as "Messages",
                    count(*) filter (where at >= {today}) as "MessagesToday",
                    count(*) filter (where at > {now.AddHours(-1)}) as "MessagesLastHour"
                from message_facts where side <> 'own'
            ) m, (
                select count(*) as "Agents",
                    count(*) filter (where last_seen_at > {now.AddSeconds(-options.OnlineSeconds)}) as "AgentsOnline"
                from agent_facts
            ) a, (
                select count(*) as "Decisions",
                    count(*) filter (where action = 'reply') as "Reply",
                    count(*) filter (where action = 'clarify') as "Clarify",
                    count(*) filter (where action = 'handoff') as "Handoff",
                    count(*) filter (where action = 'draft') as "Draft",
                    count(*) filter (where action = 'ignore') as "Ignore"
                from decision_facts where action <> {DecisionFact.Superseded}
            ) d, (
                select count(*) filter (where outcome = 'verified') as "Verified",
                    count(*) filter (where outcome = 'not_sent') as "NotSent",
                    count(*) filter (where outcome = 'unknown') as "Unknown",
                    (count(*) filter (where outcome = 'verified'))::double precision / nullif(count(*), 0) as "SuccessRate"
                from delivery_facts
            ) r, (
                select avg(greatest(took, 0))::double precision as "AvgResponseTimeMs"
                from (
                    select extract(epoch from min(at) - min(received_at)) * 1000 as took
                    from delivery_facts where outcome = 'verified' group by decision_id
                ) answered
            ) p, (
                select count(*) as "Calls", coalesce(sum(cost_cny), 0) as "CostCny",
                    coalesce(sum(cost_cny) filter (where at >= {today}), 0) as "CostCnyToday"
                from llm_call_facts
            ) l
            """).SingleAsync(ct);
        return new Response(
            new Messages(row.Messages, row.MessagesToday, row.MessagesLastHour),
            new Agents(row.Agents, row.AgentsOnline),
            new Performance(row.AvgResponseTimeMs, row.SuccessRate),
            new Decisions(row.Decisions, row.Reply, row.Clarify, row.Handoff, row.Draft, row.Ignore),
            new Deliveries(row.Verified, row.NotSent, row.Unknown),
            new Models(row.Calls, row.CostCny, row.CostCnyToday));
    }

    internal sealed record Row(
        long Messages,
        long MessagesToday,
        long MessagesLastHour,
        long Agents,
        long AgentsOnline,
        long Decisions,
        long Reply,
        long Clarify,
        long Handoff,
        long Draft,
        long Ignore,
        long Verified,
        long NotSent,
        long Unknown,
        double? SuccessRate,
        double? AvgResponseTimeMs,
        long Calls,
        decimal CostCny,
        decimal CostCnyToday);
}
