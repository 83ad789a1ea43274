namespace WeChatPlatform.Ai.Guard;

/// <summary>
/// Does a text deny what a word says? Only where the denial is bound to the word: 不支持7天无理由退款 denies, 没收到货全额退款 and
/// 非人为损坏免费换新 promise. What is not understood counts as said.
/// </summary>
internal static class Negation
{
    private const int Reach = 18;
    private const int ReachBehind = 8;

    // Refusals of a service reach over whatever is listed until a word that grants.
    private static readonly string[] Refusals =
    [
        "不支持", "不提供", "不承诺", "不保证", "不予", "不享受", "不接受", "不参与", "不适用", "不办理", "恕不", "概不", "谢绝", "不属于", "不承担", "不负责", "无法保证", "不能保证", "无法承诺", "不能承诺",
        "不可以", "不得", "不包含", "不包括", "不包", "不含", "不做", "未提供", "未开通", "尚未开通", "取消了", "不在", "不再", "拒绝", "没有承诺", "从未承诺", "未承诺", "不可", "不涉及", "无权", "不存在",
        "cannot", "can't", "can not", "do not", "don't", "does not", "doesn't", "no longer", "unable to", "not able to", "won't", "will not", "isn't", "is not", "not eligible for", "not covered by", "without", "never",
    ];

    // These are bound to the next word; only words without weight may stand between.
    private static readonly string[] Denials = ["不能", "无法", "没有", "不会", "暂无", "暂不", "尚无", "并非", "不是", "并不", "不给", "不送", "没法", "不", "未", "没", "无", "非", "勿", "莫", "not", "no"];

    // They look like denials and are none, or deny a hindrance.
    private static readonly string[] NoDenials =
    [
        "不用担心", "不仅", "不但", "不只", "不光", "不限", "不论", "无论", "不管", "没问题", "没有问题", "没有任何问题", "不成问题", "不必", "不用", "无需", "无须", "不需要", "不需", "不收", "不花", "不要钱", "无条件", "无理由", "无忧", "不错",
        "不好意思", "不少", "不断", "不满意", "不喜欢", "不合适", "不想要", "不会扣", "没关系", "无偿", "不变", "不加", "不额外", "不另", "不影响", "非常", "无限", "不妨", "不然", "不仅仅", "要不", "是不是", "能不能", "可不可以", "会不会", "有没有",
        "差不多", "对不起", "不可错过", "不可思议", "从不让", "非人为", "no problem", "no worries", "not only", "no doubt", "no questions asked", "no matter",
    ];

    private static readonly string[] Weightless =
    [
        "为您", "给您", "向您", "对您", "帮您", "替您", "您", "你", "提供", "享受", "任何形式的", "任何", "这个", "这种", "这样", "此类", "该", "的", "之", "无理由", "承诺", "保证", "一定", "完全", "额外", "再", "进行", "办理", "申请", "上门", "全国", "全部", "所有",
        "商品", "产品", "本店", "本公司", "我们", "相关", "服务", "活动", "政策", "给予", "做到", "做", "其他", "多余", "形式", "什么", "还", "有", "到", "得", "了", "能", "可以", "会", "是", "直接", "立即", "马上", "被", "把", "在", "参加", "参与", "赠送", "安排", "支持",
        "进一步", "更多", "更", "另外", "特别", "擅自", "自行", "随意", "随便", "单独", "现场", "目前", "暂时", "天", "日", "、", "或者", "或", "和", "及", "以及", "与", "/", "“", "”", "\"", "「", "」", " ",
        "offer", "provide", "give", "any", "a", "you", "the", "for", "have", "get", "be", "promise", "guarantee", "support", "include",
    ];

    private static readonly string[] Grants = ["可以", "可申", "就", "则", "即", "都", "均", "也", "但", "而", "却", "只", "我们", "仍", "照样", "一律", "直接", "全额", "能"];

    // Said behind the word: 退款办不了, 包邮暂时没有, 免费安装：否.
    private static readonly string[] Behind =
    [
        "不支持", "不行", "无法", "不可以", "不能", "暂未", "未开通", "办不了", "做不到", "不提供", "不了", "已结束", "已经结束", "结束了", "已取消", "已下线", "不适用", "不可用", "不包括", "不享受", "不予", "不参与", "is not", "are not", "isn't",
        ":否", ":无", ":不", ":没有", ":×", ":✗", ":no", ":No",
    ];

    public static bool Denies(GuardText text, int start, int end) => DeniedBefore(text, start) || DeniedBehind(text, end);

    /// <summary>The clause refuses something, wherever: for figures that the customer named and the answer declines.</summary>
    public static bool Refuses(ReadOnlySpan<char> clause)
    {
        foreach (var word in (ReadOnlySpan<string>)["没有问题", "没问题", "不成问题", "没有任何问题"])
        {
            if (clause.IndexOf(word, StringComparison.Ordinal) >= 0)
            {
                return false;
            }
        }

        foreach (var word in (ReadOnlySpan<string>)["不能", "无法", "没有", "不支持", "不行", "做不到", "暂无", "不可以", "达不到", "没查到", "未查到", "查不到", "找不到", "没找到", "未找到", "不到", "卖不了", "不卖", "cannot", "can't", "unable", "not "])
        {
            if (clause.IndexOf(word, StringComparison.Ordinal) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool DeniedBefore(GuardText text, int start)
    {
        var clause = Math.Max(text.ClauseStart(start), start - Reach);
        for (var at = start - 1; at >= clause; at--)
        {
            if (Match(text, at, NoDenials) is { } harmless && at + harmless.Length <= start + 1)
            {
                return false;
            }

            if (Match(text, at, Refusals, start - at) is { } refusal && !Covered(text, at))
            {
                return !Grant(text.Text.AsSpan((at + refusal.Length)..start));
            }

            if (Match(text, at, Denials, start - at) is { } denial && !Covered(text, at) && !IsPartOfRefusal(text, at))
            {
                return IsWeightless(text, at + denial.Length, start);
            }
        }

        return false;
    }

    private static bool DeniedBehind(GuardText text, int end)
    {
        var behind = text.After(end, ReachBehind);
        foreach (var word in Behind)
        {
            var at = behind.IndexOf(word, StringComparison.Ordinal);
            if (at >= 0 && IsWeightless(text, end, end + at))
            {
                return !(text.StartsAt(end + at, "不能") || text.StartsAt(end + at, "无法") || text.StartsAt(end + at, "不可以")) || end + at + word.Length >= text.ClauseEnd(end)
                    || text[end + at + word.Length] is '的' or '哦' or '呢' or '办' or '享' or '提' or '申' or '使' or '参';
            }
        }

        var none = behind.IndexOf("没有", StringComparison.Ordinal);
        return none >= 0 && IsWeightless(text, end, end + none)
            && (end + none + 2 >= text.ClauseEnd(end) || text[end + none + 2] is '的' or '了' or '哦' or '呢' or '啦');
    }

    // The 不 of 不仅 or of 不支持 is not a word of its own.
    private static bool Covered(GuardText text, int at)
    {
        for (var from = Math.Max(0, at - 4); from <= at; from++)
        {
            if (Match(text, from, NoDenials) is { } word && from + word.Length > at)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPartOfRefusal(GuardText text, int at)
    {
        for (var from = Math.Max(0, at - 4); from < at; from++)
        {
            if (Match(text, from, Refusals) is { } word && from + word.Length > at)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWeightless(GuardText text, int start, int end)
    {
        for (var at = start; at < end;)
        {
            if (char.IsAsciiDigit(text[at]) || Numeral.Digit(text[at]) >= 0)
            {
                at++;
            }
            else if (Match(text, at, Weightless) is { } word)
            {
                at += word.Length;
            }
            else if (PromiseLexicon.Promises.TryMatch(text, at, out var promise, out _) && at + promise.Length <= end)
            {
                at += promise.Length;
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private static bool Grant(ReadOnlySpan<char> between)
    {
        foreach (var word in Grants)
        {
            if (between.IndexOf(word, StringComparison.Ordinal) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static string? Match(GuardText text, int at, string[] words, int most = int.MaxValue)
    {
        string? longest = null;
        foreach (var word in words)
        {
            if (word.Length > (longest?.Length ?? 0) && word.Length <= most && text.Text.AsSpan(at).StartsWith(word, StringComparison.OrdinalIgnoreCase)
                && !(char.IsAsciiLetter(word[0]) && char.IsAsciiLetter(text[at - 1])))
            {
                longest = word;
            }
        }

        return longest;
    }
}
