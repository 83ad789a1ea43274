using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Analytics;

/// <summary>What somebody should know of, newest first, paged by key. So far: budgets for models that are spent to a part.</summary>
internal static class ListAlerts
{
    public const string Budget = "budget";

    /// <remarks><paramref name="Kind"/> is budget. No agent: the budget of all accounts together.</remarks>
    internal sealed record Item(
        Guid Id, string Kind, string? AgentId, string Period, DateOnly StartsOn, int Percent, decimal LimitCny, decimal SpentCny,
        DateTimeOffset At);

    internal sealed record Page(IReadOnlyList<Item> Items, Guid? Next);

    public static void MapListAlerts(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/stats/alerts", Handle).RequireAuthorization(Policies.Viewer).WithName("analytics.ListAlerts");

    private static async Task<Ok<Page>> Handle(AnalyticsDbContext context, Guid? before, int? limit, CancellationToken ct) =>
        TypedResults.Ok(await ReadAsync(context, before, KeysetPaging.SizeOf(limit), ct));

    internal static async Task<Page> ReadAsync(AnalyticsDbContext context, Guid? before, int size, CancellationToken ct)
    {
        var page = await context.Set<BudgetAlertFact>().AsNoTracking()
            .Where(fact => before == null || fact.AlertId.CompareTo(before.Value) < 0)
            .OrderByDescending(fact => fact.AlertId)
            .Select(fact => new Item(
                fact.AlertId, Budget, fact.AgentId.Length == 0 ? null : fact.AgentId, fact.Period, fact.StartsOn, fact.Percent,
                fact.LimitCny, fact.SpentCny, fact.At))
            .ReadPageOfAsync(size, ct);
        return new Page(page.Rows, page.GoesOnFrom?.Id);
    }
}
