using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Providers;

/// <summary>Prices of the register alone; where nothing was agreed, the price that stands in for an unknown one.</summary>
internal sealed class AgreedPrices(StoredProviders providers) : IModelPrices
{
    private static readonly TokenPrice Unknown = new(0.01m, 0.02m, IsKnown: false);

    public TokenPrice Of(LlmTarget target) => providers.AgreedPriceOf(target) ?? Unknown;
}
