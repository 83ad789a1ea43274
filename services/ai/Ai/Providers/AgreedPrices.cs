using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Providers;

/// <summary>What was agreed with a provider, as the register has it.</summary>
internal sealed class AgreedPrices(StoredProviders providers) : IPriceList
{
    public int Order => PriceOrder.Provider;

    public TokenPrice? Find(LlmTarget target) => providers.AgreedPriceOf(target);
}

/// <summary>The list prices of the catalogue: those of a provider's kind, whatever its own id is.</summary>
internal sealed class CataloguePrices(StoredProviders providers, ProviderCatalog catalog) : IPriceList
{
    public int Order => PriceOrder.Catalogue;

    public TokenPrice? Find(LlmTarget target) =>
        catalog.PriceOf(providers.KindOf(target.Provider) ?? target.Provider, target.Model)?.Tokens;
}
