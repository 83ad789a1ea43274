using System.Text;

namespace WeChatPlatform.ErpSync.Tests;

public sealed class ProductCsvTests
{
    private const string Header = "产品编号,产品名称,型号,别名,单价,单位,库存\n";

    [Fact]
    public void A_row_becomes_a_product()
    {
        var file = Read(Header + "P-007,7kW家用充电桩,AC-07,7kW|家用桩；小桩,￥1880,台,35\n");

        file.Faults.ShouldBeEmpty();
        file.Products.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            product => product.Aliases.ShouldBe(["7kW", "家用桩", "小桩"]),
            product => product.Price.ShouldBe(1880m),
            product => product.Stock.ShouldBe(35));
    }

    [Fact]
    public void Codes_that_repeat_and_stocks_below_zero_are_refused()
    {
        var file = Read(Header + "P-007,桩,,,1880,台,35\nP-007,桩,,,1880,台,-1\n");

        file.Faults.Select(fault => fault.Line).ShouldBe([3, 3]);
    }

    private static MirrorFile Read(string csv) => MirrorFile.Read(
        MirrorFile.ProductsKind, Encoding.UTF8.GetBytes(csv), DateTimeOffset.UnixEpoch, TimeSpan.FromHours(8));
}
