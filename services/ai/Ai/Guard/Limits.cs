namespace WeChatPlatform.Ai.Guard;

/// <summary>
/// What a promise of the evidence is bound to must be told with it, by the answer or by the customer's question: 满199元包邮 is not 包邮, a
/// promise for one region is none for the whole country.
/// </summary>
internal static class Limits
{
    private static readonly string[][] Conditions =
    [
        ["满", "达到", "以上"], ["质量问题", "质量原因", "瑕疵", "故障", "破损", "坏", "缺陷"], ["非人为", "人为"], ["保修期", "质保期", "保内", "过保", "质保", "保修"], ["会员", "VIP", "vip"],
        ["新客", "新用户", "首单", "首次", "第一次", "新人"], ["发货前", "未发货", "没发货"], ["开课前", "开课"], ["未拆封", "没拆", "未使用", "不影响二次"], ["仅限", "限于", "指定", "部分"], ["儿童", "小孩", "孩子", "宝宝", "小朋友"], ["学生"], ["老人", "老年", "长者"], ["over $", "$"],
    ];

    private static readonly string[] Universal =
        ["全国", "所有地区", "任何地区", "所有订单", "任何订单", "全场", "全部商品", "所有商品", "所有产品", "任何情况", "任何商品", "全都", "统统", "一律", "哪里都", "不管哪", "全店", "任何原因", "什么原因都", "All orders", "all orders", "every order", "Every order", "any order", "全馆"];

    private static readonly string[] General = ["全国", "全场", "所有", "全部", "各地", "任何", "均", "都", "一律", "统一", "全店", "全年", "all", "All", "every", "any"];

    public static bool AreKept(Claim claim, GuardText answer, Source source, Claim known, IReadOnlyList<Source> customer)
    {
        var text = source.Text;
        var start = text.ClauseStart(known.Start);
        var bound = text.Text.AsSpan((start > text.SentenceStart(known.Start) ? text.ClauseStart(start - 1) : start)..text.ClauseEnd(known.End));
        if (Has(answer.Clause(claim.Start), Universal) && !Has(text.Text.AsSpan(text.SentenceStart(known.Start)..text.SentenceEnd(known.End)), General))
        {
            return false;
        }

        foreach (var condition in Conditions)
        {
            if (IsBound(bound, condition[0])
                && !Has(answer.Text, condition) && !Has(answer.Text, Hedges) && !customer.Any(line => Has(line.Text.Text, condition)))
            {
                return false;
            }
        }

        return true;
    }

    // 满199 is a condition, 满意 is none.
    private static bool IsBound(ReadOnlySpan<char> text, string condition)
    {
        var at = text.IndexOf(condition, StringComparison.Ordinal);
        return at >= 0 && (condition != "满" || (at + 1 < text.Length && (char.IsAsciiDigit(text[at + 1]) || text[at + 1] == '¥' || Numeral.Digit(text[at + 1]) >= 0)));
    }

    private static readonly string[] Hedges = ["符合条件", "符合要求", "为准", "部分"];

    private static bool Has(ReadOnlySpan<char> text, string[] words)
    {
        foreach (var word in words)
        {
            if (text.IndexOf(word, StringComparison.Ordinal) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
