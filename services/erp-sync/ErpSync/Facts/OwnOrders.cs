namespace WeChatPlatform.ErpSync;

/// <summary>Whether a question is about the asker's own orders without naming one.</summary>
internal static class OwnOrders
{
    private static readonly string[] Words =
    [
        "订单", "单号", "物流", "快递", "发货", "配送", "到哪", "到货", "什么时候到", "几时到", "我买的", "我下的单", "我拍的", "签收", "运单",
    ];

    public static bool AreAskedFor(string question) =>
        Words.Any(word => question.Contains(word, StringComparison.Ordinal));
}
