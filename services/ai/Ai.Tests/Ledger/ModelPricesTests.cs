using Microsoft.Extensions.Options;
using WeChatPlatform.Ai.Ledger;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Tests.Ledger;

public class ModelPricesTests
{
    private static readonly PriceOptions Settings = new()
    {
        Prices =
        [
            new() { Model = "deepseek-chat", InputPer1000 = 2, OutputPer1000 = 3 },
            new() { Provider = "backup", Model = "DeepSeek-Chat", InputPer1000 = 4, OutputPer1000 = 5 },
        ],
    };

    [Theory]
    [InlineData("main", "deepseek-chat", 2)]
    [InlineData("backup", "deepseek-chat", 4)]
    [InlineData("main", "only-in-the-catalogue", 1)]
    [InlineData("priced", "deepseek-chat", 9)]
    public void The_nearest_list_decides(string provider, string model, int input) =>
        Prices().Of(new LlmTarget(provider, model)).ShouldSatisfyAllConditions(
            price => price.InputPer1000.ShouldBe(input),
            price => price.IsKnown.ShouldBeTrue());

    [Fact]
    public void A_price_that_no_list_knows_is_the_stand_in_and_says_so() =>
        Prices().Of(new LlmTarget("main", "nobody-knows")).ShouldBe(new TokenPrice(0.01m, 0.02m, IsKnown: false));

    [Theory]
    [InlineData("", 1, 1, false)]
    [InlineData("m", -1, 1, false)]
    [InlineData("m", 1, 1001, false)]
    [InlineData("m", 0, 0, true)]
    public void Settings_that_are_no_prices_are_refused(string model, int input, int output, bool fine) =>
        new PricesAreWhole().Validate(null, new PriceOptions { Prices = [new() { Model = model, InputPer1000 = input, OutputPer1000 = output }] })
            .Succeeded.ShouldBe(fine);

    private static ModelPrices Prices()
    {
        var settings = Options.Create(Settings);
        return new ModelPrices(
            [
                new FixedList(PriceOrder.Catalogue, target => target.Model is "only-in-the-catalogue" or "deepseek-chat" ? new TokenPrice(1, 1) : null),
                new PricesOfSettings(settings),
                new FixedList(PriceOrder.Provider, target => target.Provider == "priced" ? new TokenPrice(9, 9) : null),
            ],
            ProviderCatalog.BuiltIn);
    }

    private sealed class FixedList(int order, Func<LlmTarget, TokenPrice?> find) : IPriceList
    {
        public int Order => order;

        public TokenPrice? Find(LlmTarget target) => find(target);
    }
}
