namespace WeChatPlatform.ErpSync;

/// <summary>Orders as CSV.</summary>
internal static class OrderCsv
{
    private static readonly CsvColumn OrderNo = new(true, "订单号", "order_no");
    private static readonly CsvColumn Contact = new(true, "联系人", "客户", "contact");
    private static readonly CsvColumn Product = new(true, "产品", "商品", "product");
    private static readonly CsvColumn Quantity = new(true, "数量", "quantity");
    private static readonly CsvColumn Amount = new(true, "金额", "amount");
    private static readonly CsvColumn Status = new(true, "状态", "status");
    private static readonly CsvColumn Carrier = new(false, "物流公司", "carrier");
    private static readonly CsvColumn TrackingNo = new(false, "物流单号", "tracking_no");
    private static readonly CsvColumn OrderedAt = new(true, "下单时间", "ordered_at");

    public static IReadOnlyList<ErpOrder> Read(string text, DateTimeOffset asOf, TimeSpan offset, List<ImportFault> faults)
    {
        var orders = new List<ErpOrder>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        CsvColumn[] columns = [OrderNo, Contact, Product, Quantity, Amount, Status, Carrier, TrackingNo, OrderedAt];
        foreach (var row in CsvTable.Rows(text, columns, faults))
        {
            var order = new ErpOrder
            {
                OrderNo = OrderNumber.Normalize(row.Text(OrderNo)),
                Contact = row.Text(Contact),
                Product = row.Text(Product),
                Quantity = row.Count(Quantity, 1),
                Amount = row.Money(Amount),
                Status = row.Text(Status),
                Carrier = OrAbsent(row.Text(Carrier)),
                TrackingNo = OrAbsent(OrderNumber.Normalize(row.Text(TrackingNo))),
                OrderedAt = row.Time(OrderedAt, offset),
                AsOf = asOf,
            };
            if (!lines.TryAdd(order.OrderNo, row.Line))
            {
                row.Refuse($"订单号与第 {lines[order.OrderNo]} 行重复 / The order number repeats line {lines[order.OrderNo]}.");
            }

            orders.Add(order);
        }

        return orders;
    }

    private static string? OrAbsent(string text) => text.Length == 0 ? null : text;
}
