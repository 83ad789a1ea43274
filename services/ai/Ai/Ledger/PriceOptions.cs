using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai.Ledger;

/// <summary>What tokens cost where the platform's own catalogue does not know it, or knows it wrongly.</summary>
internal sealed class PriceOptions
{
    public const string Section = "Ai";

    /// <summary>Prices that win over the catalogue's.</summary>
    public List<ModelPrice> Prices { get; set; } = [];
}

/// <summary>CNY for 1,000 tokens of one model.</summary>
internal sealed class ModelPrice
{
    /// <summary>Empty: of every provider that has the model.</summary>
    public string Provider { get; set; } = "";

    public string Model { get; set; } = "";

    public decimal InputPer1000 { get; set; }

    public decimal OutputPer1000 { get; set; }
}

internal sealed class PricesAreWhole : IValidateOptions<PriceOptions>
{
    private const decimal Most = 1000;

    public ValidateOptionsResult Validate(string? name, PriceOptions options) =>
        options.Prices.TrueForAll(price => price.Model.Length > 0 && price.InputPer1000 is >= 0 and <= Most && price.OutputPer1000 is >= 0 and <= Most)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Ai:Prices: each entry has a Model, and prices of 0 to {Most} CNY for 1,000 tokens.");
}
