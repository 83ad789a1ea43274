namespace WeChatPlatform.ErpSync.Tests;

public sealed class ErpFactTests
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);
    private static readonly DateTimeOffset AsOf = new(2025, 9, 10, 4, 5, 0, TimeSpan.Zero);

    [Fact]
    public void An_order_is_told_with_number_status_logistics_and_the_age_of_the_fact()
    {
        var fact = ErpFact.Of(Order("顺丰速运", "SF1234567890"), China);

        fact.Text.ShouldBe(
            "订单 DD20250901001（7kW家用充电桩 × 1，金额 1880.00 元，2025-09-02下单）目前状态：已发货；"
            + "物流：顺丰速运，物流单号 SF1234567890。（数据截至 2025-09-10 12:05）");
        fact.ShouldSatisfyAllConditions(
            () => fact.Id.ShouldBe("order:DD20250901001"), () => fact.Kind.ShouldBe("erp"), () => fact.Score.ShouldBe(0.95));
    }

    [Theory]
    [InlineData(null, null, "物流：暂无物流信息。")]
    [InlineData("德邦快递", null, "物流：由德邦快递承运，暂无物流单号。")]
    [InlineData(null, "SF1", "物流：物流单号 SF1。")]
    public void Missing_logistics_are_said_to_be_missing(string? carrier, string? number, string told) =>
        ErpFact.Of(Order(carrier, number), China).Text.ShouldContain(told);

    [Theory]
    [InlineData(35, "AC-07", "7kW家用充电桩（型号 AC-07）：价格 1880.00 元/台，现货 35 台。（数据截至 2025-09-10 12:05）")]
    [InlineData(0, "", "7kW家用充电桩：价格 1880.00 元/台，暂时缺货。（数据截至 2025-09-10 12:05）")]
    public void A_product_is_told_with_price_unit_and_stock(int stock, string model, string told) =>
        ErpFact.Of(
            new ErpProduct
            {
                Code = "P-007", Name = "7kW家用充电桩", Model = model, Aliases = [], Price = 1880m, Unit = "台", Stock = stock, AsOf = AsOf,
            },
            China).Text.ShouldBe(told);

    private static ErpOrder Order(string? carrier, string? number) => new()
    {
        OrderNo = "DD20250901001",
        Contact = "小李",
        Product = "7kW家用充电桩",
        Quantity = 1,
        Amount = 1880m,
        Status = "已发货",
        Carrier = carrier,
        TrackingNo = number,
        OrderedAt = new DateTimeOffset(2025, 9, 1, 20, 0, 0, TimeSpan.Zero),
        AsOf = AsOf,
    };
}
