namespace WeChatPlatform.Search;

/// <summary>
/// Words that mean the same to a customer, and words that mean nothing (politeness). Texts of both sides, question and knowledge,
/// are rewritten to the first word of each group, so that the order of characters stays comparable.
/// </summary>
/// <remarks>Immutable. An index, an embedder and a reranker that work together must have the same.</remarks>
public sealed class Synonyms
{
    // General words of customer service, none of a trade: the trade's own come from the company.
    private static readonly string[][] General =
    [
        ["怎么", "如何", "怎样", "咋样", "咋", "怎么样才能", "怎么才能", "如何才能", "怎样才能", "怎么去", "要怎么"],
        ["什么", "啥", "哪些", "甚么"],
        ["多少钱", "什么价格", "什么价位", "什么价", "啥价", "价格", "价钱", "价位", "售价", "收费标准", "资费", "费用", "怎么收费", "如何收费", "怎么卖", "咋卖", "几多钱", "多少元"],
        ["多久", "多长时间", "几天", "什么时间", "什么时候", "何时", "啥时候", "多少天"],
        ["为什么", "为何", "为啥", "怎么回事", "咋回事", "什么原因", "啥原因"],
        ["取消", "退订", "撤销", "关闭", "关掉", "停用", "注销"],
        ["开通", "办理", "订购", "申请", "开启", "启用", "激活"],
        ["查询", "查看", "查一查", "查下", "查查", "查一下"],
        ["修改", "更改", "变更", "更换", "改变"],
        ["介绍", "说说", "讲讲", "讲一讲", "说一说", "讲一下", "说一下"],
        ["电话", "手机号码", "手机号", "电话号码", "联系方式"],
        ["保修", "质保", "包修", "三包"],
        ["维修", "报修", "修理"],
        ["没有", "没", "未"],
        ["不能", "无法", "不可以", "没法", "没办法"],
        ["能", "可以", "能够", "可不可以", "能不能", "可否", "能否"],
        ["快递", "物流", "配送", "运送"],
        ["退款", "退钱"],
        ["登录", "登陆"],
        ["账号", "帐号", "账户", "帐户"],
        ["需要", "需不需要", "要不要"],
        ["是否", "是不是"],
        ["失败", "不成功", "没成功"],
        ["区别", "不同", "差别", "差异"],
        ["付款", "支付", "付钱"],
        ["优惠", "折扣", "打折"],
    ];

    // They carry no topic, and next to a topic they would make pairs of characters that no standard question has.
    private static readonly string[] Fillers =
    [
        "我想了解一下", "我想咨询一下", "我想问一下", "想了解一下", "想咨询一下", "麻烦问一下", "请问一下", "想问一下", "我想知道", "我想了解", "我想咨询",
        "我想问", "想知道", "想咨询", "想问", "请问", "麻烦", "告诉我", "帮我", "给我", "你好", "您好", "谢谢", "一下", "你们", "您们", "我们", "咱们", "那个",
        "这个", "什么是", "呢", "啊", "吧", "呀", "哦", "嘛", "吗", "的", "了", "我", "你", "您",
    ];

    private readonly Dictionary<char, (string Word, string Instead)[]> rules;

    private Synonyms(IEnumerable<IReadOnlyList<string>> groups)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in groups.Select(group => group.Select(ChineseText.Normalize).Where(word => word.Length > 0).ToList()).Where(group => group.Count > 1))
        {
            foreach (var word in group)
            {
                words[word] = group[0];
            }
        }

        foreach (var filler in Fillers)
        {
            words.TryAdd(filler, "");
        }

        rules = words
            .GroupBy(word => word.Key[0])
            .ToDictionary(
                group => group.Key,
                group => group.OrderByDescending(word => word.Key.Length).Select(word => (word.Key, word.Value)).ToArray());
    }

    /// <summary>General words of customer service.</summary>
    public static Synonyms BuiltIn { get; } = new(General);

    /// <summary>The general ones and those of a company; where a word is in both, the company's group holds.</summary>
    /// <param name="groups">Each a set of words that mean the same; groups of one word change nothing.</param>
    public static Synonyms With(IEnumerable<IReadOnlyList<string>> groups) => new([.. General, .. groups]);

    /// <summary>Rewrites a normalised text.</summary>
    internal string Rewrite(string normalized)
    {
        var text = new System.Text.StringBuilder(normalized.Length + 8);
        var at = 0;
        while (at < normalized.Length)
        {
            if (rules.TryGetValue(normalized[at], out var candidates) && Match(normalized, at, candidates) is var (word, instead))
            {
                text.Append(instead);
                at += word.Length;
                continue;
            }

            text.Append(normalized[at++]);
        }

        return text.ToString();
    }

    private static (string Word, string Instead)? Match(string text, int at, (string Word, string Instead)[] candidates)
    {
        foreach (var candidate in candidates)
        {
            if (string.CompareOrdinal(text, at, candidate.Word, 0, candidate.Word.Length) == 0 && IsWhole(text, at, candidate.Word))
            {
                return candidate;
            }
        }

        return null;
    }

    // A Latin word is not replaced inside a longer one.
    private static bool IsWhole(string text, int at, string word)
    {
        var end = at + word.Length;
        return !(char.IsAsciiLetterOrDigit(word[0]) && at > 0 && char.IsAsciiLetterOrDigit(text[at - 1]))
            && !(char.IsAsciiLetterOrDigit(word[^1]) && end < text.Length && char.IsAsciiLetterOrDigit(text[end]));
    }
}
