using System.Text.RegularExpressions;

namespace WeChatPlatform.Message.Replies;

/// <summary>Whether a question asks for something that only the ERP knows: an order, its shipment, a price, the stock.</summary>
internal static partial class ErpQuestion
{
    public static bool NeedsFacts(string text) => OrderNumber().IsMatch(text) || Topic().IsMatch(text);

    [GeneratedRegex(@"[A-Za-z]{2}\d{8,}|\d{10,}", RegexOptions.None, 1000)]
    private static partial Regex OrderNumber();

    [GeneratedRegex("订单|单号|物流|快递|发货|配送|到货|库存|现货|有货|价格|多少钱|报价|怎么卖|price|stock|order", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Topic();
}
