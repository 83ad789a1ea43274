using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WeChatPlatform.Contracts;
using WeChatPlatform.Edge;

namespace WeChatPlatform.ErpSync;

/// <summary>
/// What another service asks of a contact's orders and parcels. In bodies, because a contact's name has no place in addresses, which are
/// logged.
/// </summary>
internal static class LookUpOrders
{
    private const int LongestContact = 200;
    private const int LongestNumber = 64;

    // The mirror has an order's row as the ERP exported it: nobody asks a carrier, and payments are not exported.
    private static readonly string[] NotKnownOfOrders = ["payment", "invoice", "expected_arrival"];
    private static readonly string[] NotKnownOfParcels = ["parcel_location", "expected_arrival"];

    /// <remarks><paramref name="Number"/> is an order's or a parcel's; absent asks for the contact's latest orders.</remarks>
    internal sealed record Request(string? Contact, string? Number = null);

    public static void MapLookUpOrders(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/erp/lookups/orders", Orders)
            .RequireAuthorization(Policies.Service)
            .WithName("erp-sync.LookUpOrders")
            .WithSummary("A contact's own orders, the latest or the one with a number");
        routes.MapPost("/erp/lookups/logistics", Logistics)
            .RequireAuthorization(Policies.Service)
            .WithName("erp-sync.LookUpLogistics")
            .WithSummary("Carrier and parcel number of a contact's own orders");
    }

    private static Task<Results<Ok<LookUpResponse>, ProblemHttpResult>> Orders(
        Request request, ErpSyncDbContext context, IOptions<ErpSyncOptions> options, CancellationToken ct) =>
        AnswerAsync(request, context, options.Value, ErpFact.Of, NotKnownOfOrders, ct);

    private static Task<Results<Ok<LookUpResponse>, ProblemHttpResult>> Logistics(
        Request request, ErpSyncDbContext context, IOptions<ErpSyncOptions> options, CancellationToken ct) =>
        AnswerAsync(request, context, options.Value, ErpFact.Logistics, NotKnownOfParcels, ct);

    private static async Task<Results<Ok<LookUpResponse>, ProblemHttpResult>> AnswerAsync(
        Request request,
        ErpSyncDbContext context,
        ErpSyncOptions options,
        Func<ErpOrder, TimeSpan, Evidence> word,
        IReadOnlyList<string> notKnown,
        CancellationToken ct)
    {
        var contact = request.Contact?.Trim() ?? "";
        var number = OrderNumber.Normalize(request.Number ?? "");
        if (contact.Length is 0 or > LongestContact || number.Length > LongestNumber)
        {
            return TypedResults.Problem(
                "请给出联系人，单号不超过 64 字 / Name the contact; a number has at most 64 characters.",
                statusCode: StatusCodes.Status400BadRequest,
                title: "lookup_malformed");
        }

        var offset = TimeSpan.FromHours(options.UtcOffsetHours);
        var orders = await ContactOrders.FindAsync(
            context, contact, number.Length == 0 ? [] : [number], options.LatestOrders, ct);
        var isFilled = orders.Count > 0 || await context.Orders.AnyAsync(ct);
        return TypedResults.Ok(LookUpResponse.Of([.. orders.Select(order => word(order, offset))], isFilled, notKnown));
    }
}
