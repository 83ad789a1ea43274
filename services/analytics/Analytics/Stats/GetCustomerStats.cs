using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Analytics;

/// <summary>How many customers wrote: one customer is one sender in one chat of one agent, seen from the other side.</summary>
internal static class GetCustomerStats
{
    internal sealed record Response(long TotalCustomers, long NewToday, long ActiveToday);

    public static void MapGetCustomerStats(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/stats/customers", Handle).RequireAuthorization(Policies.Viewer).WithName("analytics.GetCustomerStats");

    private static async Task<Ok<Response>> Handle(
        AnalyticsDbContext context, IOptions<AnalyticsOptions> options, TimeProvider time, CancellationToken ct) =>
        TypedResults.Ok(await ReadAsync(context, options.Value, time.GetUtcNow(), ct));

    internal static async Task<Response> ReadAsync(
        AnalyticsDbContext context, AnalyticsOptions options, DateTimeOffset now, CancellationToken ct)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);
        var today = Days.StartOf(Days.Today(now, zone), zone);
        return await context.Database.SqlQuery<Response>(
            $"""
            select count(*) as "TotalCustomers",
                count(*) filter (where first_at >= {today}) as "NewToday",
                count(*) filter (where last_at >= {today}) as "ActiveToday"
            from (
                select min(at) as first_at, max(at) as last_at
                from message_facts where side = 'other' group by contact_id
            ) contacts
            """).SingleAsync(ct);
    }
}
