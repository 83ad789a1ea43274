using System.Text;

namespace WeChatPlatform.ErpSync.Tests;

public sealed class OrderCsvTests
{
    private const string Header = "订单号,联系人,产品,数量,金额,状态,物流公司,物流单号,下单时间\n";

    private static readonly DateTimeOffset AsOf = new(2025, 9, 10, 4, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_row_becomes_an_order_with_its_time_in_utc()
    {
        var file = Read(Header + "dd20250901001,小李,7kW家用充电桩,2,\"3,760.00\",已发货,顺丰速运,SF1234567890,2025-09-01 08:30\n");

        file.Faults.ShouldBeEmpty();
        file.Orders.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            order => order.OrderNo.ShouldBe("DD20250901001"),
            order => order.Amount.ShouldBe(3760m),
            order => order.Quantity.ShouldBe(2),
            order => order.OrderedAt.ShouldBe(new DateTimeOffset(2025, 9, 1, 0, 30, 0, TimeSpan.Zero)),
            order => order.AsOf.ShouldBe(AsOf));
    }

    [Fact]
    public void Logistics_may_be_empty()
    {
        var order = Read(Header + "DD20250901001,小李,桩,1,1880,待发货,,,2025/9/1\n").Orders.ShouldHaveSingleItem();

        order.Carrier.ShouldBeNull();
        order.TrackingNo.ShouldBeNull();
    }

    [Fact]
    public void Every_faulty_line_is_named_in_both_languages()
    {
        var file = Read(Header
            + "DD20250901001,小李,桩,1,1880,已发货,,,2025-09-01\n"
            + "DD20250901002,,桩,1,1880,已发货,,,2025-09-01\n"
            + "DD20250901003,小李,桩,零,18.805,已发货,,,昨天\n"
            + "DD20250901001,小王,桩,1,1880,已发货,,,2025-09-01\n"
            + "DD20250901005,小王,桩,1\n");

        file.Faults.Select(fault => fault.Line).ShouldBe([3, 4, 4, 4, 5, 6]);
        file.Faults[0].Message.ShouldBe("「联系人」不能为空 / contact is empty.");
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("1.234")]
    [InlineData("免费")]
    [InlineData("")]
    public void An_amount_that_is_none_is_refused(string amount) =>
        Read(Header + $"DD20250901001,小李,桩,1,{amount},已发货,,,2025-09-01\n").Faults.ShouldHaveSingleItem().Line.ShouldBe(2);

    [Fact]
    public void Missing_columns_are_named_all_at_once() =>
        Read("订单号,联系人\nDD20250901001,小李\n").Faults.Count.ShouldBe(5);

    [Fact]
    public void English_headers_mean_the_same() =>
        Read("order_no,contact,product,quantity,amount,status,ordered_at\nDD20250901001,小李,桩,1,1880,已发货,2025-09-01\n")
            .Orders.ShouldHaveSingleItem().Contact.ShouldBe("小李");

    [Fact]
    public void A_file_saved_by_a_spreadsheet_in_gb18030_is_read()
    {
        var text = Header + "DD20250901001,小李,桩,1,1880,已发货,,,2025-09-01\n";
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(text);

        MirrorFile.Read(MirrorFile.OrdersKind, bytes, AsOf, TimeSpan.FromHours(8)).Orders[0].Contact.ShouldBe("小李");
    }

    [Fact]
    public void A_file_without_rows_is_refused() =>
        Read(Header).Faults.ShouldHaveSingleItem().Line.ShouldBe(0);

    private static MirrorFile Read(string csv) =>
        MirrorFile.Read(MirrorFile.OrdersKind, Encoding.UTF8.GetBytes(csv), AsOf, TimeSpan.FromHours(8));
}
