namespace WeChatPlatform.Llm;

/// <summary>What a model's tokens cost.</summary>
public interface IModelPrices
{
    TokenPrice Of(LlmTarget target);
}

/// <summary>CNY for 1,000 tokens. <paramref name="IsKnown"/> is false for the price that stands in for one nobody told.</summary>
public sealed record TokenPrice(decimal InputPer1000, decimal OutputPer1000, bool IsKnown = true)
{
    /// <summary>What a call cost, in CNY to 8 decimals.</summary>
    public decimal Of(int inputTokens, int outputTokens) =>
        decimal.Round(((inputTokens * InputPer1000) + (outputTokens * OutputPer1000)) / 1000m, 8, MidpointRounding.ToEven);
}
