namespace WeChatPlatform.ErpSync.Tests;

public sealed class ProductMentionTests
{
    private static readonly ErpProduct Seven = Product("P-007", "7kW家用充电桩", "AC-07", "7kW");
    private static readonly ErpProduct Eleven = Product("P-011", "11kW家用充电桩", "AC-11", "11kW");

    [Theory]
    [InlineData("7kW家用充电桩还有货吗")]
    [InlineData("7 kw 的多少钱")]
    [InlineData("７千瓦多少钱")]
    [InlineData("ac07 现货吗")]
    [InlineData("P-007多少钱")]
    public void A_product_is_named_by_name_model_code_or_alias(string text) =>
        ProductMention.Best(text, [Seven, Eleven], 5).ShouldBe([Seven]);

    [Theory]
    [InlineData("17kW多少钱")]
    [InlineData("AC-071 有吗")]
    [InlineData("充电桩多少钱")]
    [InlineData("")]
    public void A_part_of_another_word_is_no_mention(string text) =>
        ProductMention.Best(text, [Seven, Eleven], 5).ShouldBeEmpty();

    [Fact]
    public void Two_products_in_a_row_are_both_named() =>
        ProductMention.Best("7kW 11kW 各多少钱", [Seven, Eleven], 5).ShouldBe([Eleven, Seven]);

    [Fact]
    public void The_longest_wording_comes_first_and_the_limit_holds()
    {
        ProductMention.Best("7kW家用充电桩和11kW比", [Eleven, Seven], 5).ShouldBe([Seven, Eleven]);
        ProductMention.Best("7kW家用充电桩和11kW比", [Eleven, Seven], 1).ShouldBe([Seven]);
    }

    [Fact]
    public void A_product_without_a_model_is_not_named_by_nothing() =>
        ProductMention.Length("多少钱", Product("P-1", "线", "")).ShouldBe(0);

    private static ErpProduct Product(string code, string name, string model, params string[] aliases) => new()
    {
        Code = code, Name = name, Model = model, Aliases = [.. aliases], Price = 1880m, Unit = "台", Stock = 35, AsOf = DateTimeOffset.UnixEpoch,
    };
}
