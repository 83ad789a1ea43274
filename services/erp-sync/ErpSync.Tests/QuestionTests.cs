namespace WeChatPlatform.ErpSync.Tests;

public sealed class QuestionTests
{
    [Theory]
    [InlineData("订单DD20250901001到哪了", "DD20250901001")]
    [InlineData("我的单号是 dd20250901001 吗", "DD20250901001")]
    [InlineData("订单号：２０２５０９０１００１２", "202509010012")]
    [InlineData("单号AB12345678。", "AB12345678")]
    [InlineData("物流单号DPK2203918874", "DPK2203918874")]
    public void An_order_number_is_found_however_it_is_typed(string text, string number) =>
        OrderNumber.FindAll(text).ShouldBe([number]);

    [Theory]
    [InlineData("订单 123456789")]
    [InlineData("型号 AC-07")]
    [InlineData("ABCDE20250901001")]
    [InlineData("单号AB1234567")]
    public void What_is_too_short_or_part_of_a_longer_word_is_no_order_number(string text) =>
        OrderNumber.FindAll(text).ShouldBeEmpty();

    [Fact]
    public void Several_numbers_are_found_once_each() =>
        OrderNumber.FindAll("DD20250901001、DD20250901002 和 DD20250901001").ShouldBe(["DD20250901001", "DD20250901002"]);

    [Theory]
    [InlineData("我的订单发货了吗", true)]
    [InlineData("快递到哪里了", true)]
    [InlineData("东西什么时候到", true)]
    [InlineData("7kW充电桩多少钱", false)]
    public void Own_orders_are_asked_for_by_the_words_of_delivery(string question, bool asked) =>
        OwnOrders.AreAskedFor(question).ShouldBe(asked);
}
