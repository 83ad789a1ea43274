using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Providers;

/// <summary>What was agreed, otherwise the catalogue's list price, otherwise the price that stands in for an unknown one.</summary>
internal sealed class AgreedPrices(StoredProviders providers, ProviderCatalog catalog) : IModelPrices
{
    public TokenPrice Of(LlmTarget target) =>
        providers.AgreedPriceOf(target)
        ?? catalog.PriceOf(providers.KindOf(target.Provider) ?? target.Provider, target.Model)?.Tokens
        ?? catalog.UnknownPrice;
}
