namespace WeChatPlatform.Ai.Guard;

/// <summary>What the words around a number make of it: a price, a quantity on hand, at most or at least so much.</summary>
internal static class QuantityContext
{
    private const int HintDistance = 7;

    private static readonly string[] PriceHints =
    [
        "价格", "售价", "报价", "单价", "价钱", "到手价", "优惠价", "特价", "原价", "现价", "会员价", "活动价", "团购价", "定价", "总价", "均价", "价", "收费", "费用", "只要", "只需", "仅需", "运费",
        "安装费", "手续费", "服务费", "押金", "定金", "订金", "月租", "便宜", "立减", "减", "优惠", "返现", "补贴", "price", "costs", "cost", "only",
    ];

    private static readonly string[] OnHandHints = ["库存", "现货", "剩", "剩余", "存货", "在库", "可售", "有货", "stock", "left"];

    private static readonly string[] AtMostBefore = ["最多", "最长", "最高", "不超过", "不高于", "至多", "最晚", "最迟", "up to", "within", "上限"];
    private static readonly string[] AtMostAfter = ["内", "以内", "之内", "以下", "封顶"];
    private static readonly string[] AtLeastBefore = ["最快", "最少", "至少", "最低", "不低于", "最短", "最早", "不少于", "from", "at least", "超过", "满"];
    private static readonly string[] AtLeastAfter = ["起", "以上", "及以上", "起步", "起售"];

    public static bool IsPriced(GuardText text, int at) => HasHint(text, at, PriceHints);

    public static bool IsOnHand(GuardText text, int at) => HasHint(text, at, OnHandHints);

    /// <summary>还有3台, 35台现货.</summary>
    public static bool IsLeft(GuardText text, Claim claim)
    {
        var clause = text.Clause(claim.Start);
        var after = text.After(claim.End, HintDistance);
        foreach (var hint in OnHandHints)
        {
            if (hint != "剩" && after.IndexOf(hint, StringComparison.Ordinal) >= 0)
            {
                return true;
            }
        }

        return clause.Contains("还有", StringComparison.Ordinal) || clause.Contains("仅有", StringComparison.Ordinal) || clause.Contains("只有", StringComparison.Ordinal);
    }

    private static bool HasHint(GuardText text, int at, string[] hints)
    {
        var before = text.Before(at, HintDistance).TrimEnd(" 是为:约大概也了");
        foreach (var hint in hints)
        {
            if (before.EndsWith(hint, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    public static Bound BoundOf(GuardText text, int start, int end)
    {
        var before = text.Before(start, HintDistance).TrimEnd(" 可需约为是要的");
        var after = text.After(end, HintDistance);
        return Any(AtMostAfter, after, starts: true) || Any(AtMostBefore, before, starts: false) ? Bound.AtMost
            : Any(AtLeastAfter, after, starts: true) || Any(AtLeastBefore, before, starts: false) ? Bound.AtLeast
            : Bound.None;
    }

    private static bool Any(string[] words, ReadOnlySpan<char> part, bool starts)
    {
        foreach (var word in words)
        {
            if (starts ? part.StartsWith(word, StringComparison.Ordinal) : part.EndsWith(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
