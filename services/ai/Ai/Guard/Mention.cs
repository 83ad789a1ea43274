namespace WeChatPlatform.Ai.Guard;

/// <summary>
/// Tells whether an answer only speaks of something: asks for it (请问您要退款吗), names it as a subject (关于退款的问题，我帮您转人工) or
/// repeats what the customer wants without granting it. Offers that look like questions (给您包邮好吗) are offers.
/// </summary>
internal static class Mention
{
    private const int Reach = 14;
    private const int ReachBehind = 6;

    private static readonly string[] Offers = ["好吗", "行吗", "可以吗", "好不好", "行不行", "可不可以", "怎么样", "如何", "满意吗", "好么", "可以么", "好嘛", "okay?", "ok?"];

    private static readonly string[] Asks = ["请问", "是否", "是不是", "是想", "想要", "需要", "要不要", "还是", "哪", "什么", "指的是", "do you", "would you", "are you"];

    private static readonly string[] Whether = ["是否", "能否", "可否", "有没有", "会不会", "能不能", "可不可以", "是不是", "有无", "whether", "if "];

    private static readonly string[] Regardless = ["不管", "无论", "不论", "都", "均", "whether or not"];

    private static readonly string[] Subjects =
    [
        "关于", "有关", "至于", "涉及", "针对", "就您", "您说的", "您提的", "您提到的", "您提到", "您问的", "您咨询的", "您咨询", "您要求的", "您要求", "您希望", "您想", "您要", "您申请的", "您反馈的", "您需要", "想退", "要退", "申请", "如需", "如果需要", "如要", "若需", "若要",
        "想申请", "要申请", "查询", "核实", "确认", "about", "regarding", "concerning",
    ];

    private static readonly string[] SubjectsBehind =
    [
        "问题", "事宜", "流程", "进度", "政策", "规则", "规定", "细则", "条款", "申请进", "诉求", "需求", "相关", "方面", "与否", "的问题", "的事", "的规定", "的政策", "的具体", "的相关", "情况", "信息", "标准", "请联系", "需要人工", "请咨询", "条件", "可以咨询", "可咨询", "建议", "以实际", "以页面", "以客服", "以官方",
    ];

    private static readonly string[] Agreements =
    [
        "没问题", "没有问题", "同意", "答应", "可以的", "可以给", "可以满足", "给您安排", "给您办", "这边给您", "都给您", "直接给您", "一律", "全部给", "行的", "好的,", "好的，给", "我给您", "我们给您",
    ];

    private static readonly string[] Deferring = ["转", "人工", "核实", "确认", "查", "咨询", "联系", "反馈", "告知", "告诉", "提供", "记录", "说明", "了解", "请", "回复", "help", "check", "confirm", "ask", "contact", "agent"];

    public static bool Only(GuardText text, Claim claim)
    {
        var clause = text.Clause(claim.Start).AsSpan();
        var sentence = text.Sentence(claim.Start).AsSpan();
        if (Contains(sentence, Agreements))
        {
            return false;
        }

        var before = text.Before(claim.Start, Reach);
        if (Contains(before, Whether) && !Contains(before, Regardless))
        {
            return true;
        }

        if (IsQuestion(text, claim.Start, clause) && !Contains(clause, Offers) && Contains(clause, Asks))
        {
            return true;
        }

        // A subject: something must then happen with it other than a grant.
        return (Contains(before, Subjects) || StartsWith(text.After(claim.End, ReachBehind), SubjectsBehind))
            && !Granted(before) && Contains(sentence, Deferring);
    }

    private static bool Granted(ReadOnlySpan<char> before) =>
        before.IndexOf("可以", StringComparison.Ordinal) >= 0 || before.IndexOf("支持", StringComparison.Ordinal) >= 0
        || before.IndexOf("享受", StringComparison.Ordinal) >= 0 || before.IndexOf("我们", StringComparison.Ordinal) >= 0;

    private static bool IsQuestion(GuardText text, int at, ReadOnlySpan<char> clause) =>
        text[text.SentenceEnd(at)] == '?' ? text.ClauseEnd(at) == text.SentenceEnd(at) || clause.IndexOf("请问", StringComparison.Ordinal) >= 0
        : clause.EndsWith("吗", StringComparison.Ordinal) || clause.EndsWith("呢", StringComparison.Ordinal);

    private static bool Contains(ReadOnlySpan<char> part, string[] words)
    {
        foreach (var word in words)
        {
            if (part.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool StartsWith(ReadOnlySpan<char> part, string[] words)
    {
        foreach (var word in words)
        {
            if (part.StartsWith(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
