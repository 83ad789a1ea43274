using System.Globalization;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.ErpSync;

/// <summary>Words what the mirror holds as evidence: complete sentences that may be told to the customer as they are.</summary>
internal static class ErpFact
{
    private const string Kind = "erp";
    private const string Source = "ERP";

    // A row of the mirror is exact, but as old as the mirror.
    private const double Score = 0.95;

    public static Evidence Of(ErpOrder order, TimeSpan offset)
    {
        var logistics = (order.Carrier, order.TrackingNo) switch
        {
            (null, null) => "暂无物流信息",
            ({ } carrier, null) => $"由{carrier}承运，暂无物流单号",
            (null, { } number) => $"物流单号 {number}",
            ({ } carrier, { } number) => $"{carrier}，物流单号 {number}",
        };
        var text = $"订单 {order.OrderNo}（{order.Product} × {order.Quantity}，金额 {Money(order.Amount)} 元，"
            + $"{Day(order.OrderedAt, offset)}下单）目前状态：{order.Status}；物流：{logistics}。{AsOf(order.AsOf, offset)}";
        return new Evidence($"order:{order.OrderNo}", Kind, Source, $"订单 {order.OrderNo}", text, Score);
    }

    public static Evidence Of(ErpProduct product, TimeSpan offset)
    {
        var model = product.Model.Length == 0 ? "" : $"（型号 {product.Model}）";
        var stock = product.Stock == 0 ? "暂时缺货" : $"现货 {product.Stock} {product.Unit}";
        var text = $"{product.Name}{model}：价格 {Money(product.Price)} 元/{product.Unit}，{stock}。{AsOf(product.AsOf, offset)}";
        return new Evidence($"product:{product.Code}", Kind, Source, $"{product.Name} 价格与库存", text, Score);
    }

    private static string Money(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset time, TimeSpan offset) =>
        time.ToOffset(offset).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string AsOf(DateTimeOffset time, TimeSpan offset) =>
        $"（数据截至 {time.ToOffset(offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}）";
}
