using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.ErpSync;

/// <summary>The mirror's orders for the company's own people, by number, the highest first.</summary>
internal static class ListOrders
{
    internal sealed record Item(
        string OrderNo,
        string Contact,
        string Product,
        int Quantity,
        decimal Amount,
        string Status,
        string? Carrier,
        string? TrackingNo,
        DateTimeOffset OrderedAt,
        DateTimeOffset AsOf);

    /// <summary>One page.</summary>
    /// <remarks><paramref name="Next"/> goes into <c>after</c> for the next page; absent on the last one.</remarks>
    internal sealed record Response(IReadOnlyList<Item> Items, string? Next);

    public static void MapListOrders(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/erp/orders", Handle)
            .RequireAuthorization(Policies.Viewer)
            .WithName("erp-sync.ListOrders")
            .WithSummary("Orders by number, highest first; ?contact= and ?number= are exact, ?after= takes the next page");

    private static async Task<Ok<Response>> Handle(
        ErpSyncDbContext context, string? contact, string? number, string? after, int? limit, CancellationToken ct)
    {
        var orders = context.Orders.AsNoTracking();
        if (contact?.Trim() is { Length: > 0 } whose)
        {
            orders = orders.Where(order => order.Contact == whose);
        }

        if (OrderNumber.Normalize(number ?? "") is { Length: > 0 } wanted)
        {
            orders = orders.Where(order => order.OrderNo == wanted || order.TrackingNo == wanted);
        }

        if (!string.IsNullOrEmpty(after))
        {
            orders = orders.Where(order => order.OrderNo.CompareTo(after) < 0);
        }

        var page = await orders
            .OrderByDescending(order => order.OrderNo)
            .Select(order => new Item(
                order.OrderNo,
                order.Contact,
                order.Product,
                order.Quantity,
                order.Amount,
                order.Status,
                order.Carrier,
                order.TrackingNo,
                order.OrderedAt,
                order.AsOf))
            .ReadPageAsync(limit, ct);
        return TypedResults.Ok(new Response(page.Rows, page.GoesOnFrom?.OrderNo));
    }
}
