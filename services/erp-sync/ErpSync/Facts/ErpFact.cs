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
        var text = $"订单 {order.OrderNo}（{order.Product} × {order.Quantity}，金额 {Money(order.Amount)} 元，"
            + $"{Day(order.OrderedAt, offset)}下单）目前状态：{order.Status}；物流：{Parcel(order)}。{AsOf(order.AsOf, offset)}";
        return Fact($"order:{order.OrderNo}", $"订单 {order.OrderNo}", text);
    }

    public static Evidence Of(ErpProduct product, TimeSpan offset)
    {
        var text = $"{Named(product)}：价格 {Money(product.Price)} 元/{product.Unit}，{InStock(product)}。{AsOf(product.AsOf, offset)}";
        return Fact($"product:{product.Code}", $"{product.Name} 价格与库存", text);
    }

    /// <summary>Who carries an order's parcel, and its number: where it is now, the mirror does not hold.</summary>
    public static Evidence Logistics(ErpOrder order, TimeSpan offset) => Fact(
        $"logistics:{order.OrderNo}",
        $"订单 {order.OrderNo} 物流",
        $"订单 {order.OrderNo} 目前状态：{order.Status}；物流：{Parcel(order)}。{AsOf(order.AsOf, offset)}");

    public static Evidence Price(ErpProduct product, TimeSpan offset) => Fact(
        $"price:{product.Code}",
        $"{product.Name} 价格",
        $"{Named(product)}：价格 {Money(product.Price)} 元/{product.Unit}。{AsOf(product.AsOf, offset)}");

    public static Evidence Stock(ErpProduct product, TimeSpan offset) => Fact(
        $"stock:{product.Code}",
        $"{product.Name} 库存",
        $"{Named(product)}：{InStock(product)}。{AsOf(product.AsOf, offset)}");

    private static Evidence Fact(string id, string title, string text) => new(id, Kind, Source, title, text, Score);

    private static string Named(ErpProduct product) =>
        product.Model.Length == 0 ? product.Name : $"{product.Name}（型号 {product.Model}）";

    private static string InStock(ErpProduct product) =>
        product.Stock == 0 ? "暂时缺货" : $"现货 {product.Stock} {product.Unit}";

    private static string Parcel(ErpOrder order) => (order.Carrier, order.TrackingNo) switch
    {
        (null, null) => "暂无物流信息",
        ({ } carrier, null) => $"由{carrier}承运，暂无物流单号",
        (null, { } number) => $"物流单号 {number}",
        ({ } carrier, { } number) => $"{carrier}，物流单号 {number}",
    };

    private static string Money(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset time, TimeSpan offset) =>
        time.ToOffset(offset).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string AsOf(DateTimeOffset time, TimeSpan offset) =>
        $"（数据截至 {time.ToOffset(offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}）";
}
