using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WeChatPlatform.Contracts;
using WeChatPlatform.Edge;

namespace WeChatPlatform.ErpSync;

/// <summary>What another service asks of products: what one costs, how many there are.</summary>
internal static class LookUpProducts
{
    private const int LongestProduct = 100;

    // The mirror has the list price: what was agreed with one customer, and what is on the way to the stock, it has not.
    private static readonly string[] NotKnownOfPrices = ["agreed_price", "discount"];
    private static readonly string[] NotKnownOfStock = ["expected_restock", "warehouse"];

    /// <remarks><paramref name="Product"/> is a name, model, code or alias, or words that hold one.</remarks>
    internal sealed record Request(string? Product);

    public static void MapLookUpProducts(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/erp/lookups/prices", Prices)
            .RequireAuthorization(Policies.Service)
            .WithName("erp-sync.LookUpPrices")
            .WithSummary("List prices of the products that words name");
        routes.MapPost("/erp/lookups/stock", Stock)
            .RequireAuthorization(Policies.Service)
            .WithName("erp-sync.LookUpStock")
            .WithSummary("Stock of the products that words name");
    }

    private static Task<Results<Ok<LookUpResponse>, ProblemHttpResult>> Prices(
        Request request, ErpSyncDbContext context, IOptions<ErpSyncOptions> options, CancellationToken ct) =>
        AnswerAsync(request, context, options.Value, ErpFact.Price, NotKnownOfPrices, ct);

    private static Task<Results<Ok<LookUpResponse>, ProblemHttpResult>> Stock(
        Request request, ErpSyncDbContext context, IOptions<ErpSyncOptions> options, CancellationToken ct) =>
        AnswerAsync(request, context, options.Value, ErpFact.Stock, NotKnownOfStock, ct);

    private static async Task<Results<Ok<LookUpResponse>, ProblemHttpResult>> AnswerAsync(
        Request request,
        ErpSyncDbContext context,
        ErpSyncOptions options,
        Func<ErpProduct, TimeSpan, Evidence> word,
        IReadOnlyList<string> notKnown,
        CancellationToken ct)
    {
        var words = request.Product?.Trim() ?? "";
        if (words.Length is 0 or > LongestProduct)
        {
            return TypedResults.Problem(
                $"请给出产品，不超过 {LongestProduct} 字 / Name the product, in at most {LongestProduct} characters.",
                statusCode: StatusCodes.Status400BadRequest,
                title: "lookup_malformed");
        }

        var offset = TimeSpan.FromHours(options.UtcOffsetHours);
        var products = await context.Products.AsNoTracking().ToListAsync(ct);
        var meant = ProductMention.Meant(words, products, options.MaxProducts);
        return TypedResults.Ok(LookUpResponse.Of(
            [.. meant.Select(product => word(product, offset))], mirrorIsFilled: products.Count > 0, notKnown));
    }
}
