using Microsoft.Extensions.Options;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Ledger;

/// <summary>The price of a model by the first list that knows it; else the stand-in, which is marked as such.</summary>
internal sealed class ModelPrices(IEnumerable<IPriceList> lists, ProviderCatalog catalog) : IModelPrices
{
    private readonly IPriceList[] _lists = [.. lists.OrderBy(list => list.Order)];

    public TokenPrice Of(LlmTarget target)
    {
        foreach (var list in _lists)
        {
            if (list.Find(target) is { } price)
            {
                return price;
            }
        }

        return catalog.UnknownPrice;
    }
}

/// <summary>The prices of Ai:Prices: one for provider and model wins over one for the model alone.</summary>
internal sealed class PricesOfSettings(IOptions<PriceOptions> options) : IPriceList
{
    public int Order => PriceOrder.Settings;

    public TokenPrice? Find(LlmTarget target) =>
        options.Value.Prices
            .Where(price => Same(price.Model, target.Model) && (price.Provider.Length == 0 || Same(price.Provider, target.Provider)))
            .OrderByDescending(price => price.Provider.Length > 0)
            .Select(price => new TokenPrice(price.InputPer1000, price.OutputPer1000))
            .FirstOrDefault();

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
