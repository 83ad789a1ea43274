using System.Buffers;

namespace WeChatPlatform.Ai.Guard;

/// <summary>Finds the words that promise something, and whether the text says the contrary of them.</summary>
internal static class PromiseReader
{
    private const int AtOnceDistance = 6;
    private const int GapDistance = 14;
    private static readonly SearchValues<char> Asking = SearchValues.Create("查核问联转馈看登记咨询确");
    private static readonly string[] Given = ["送", "赠"];
    private const string NotGiven = "达到货往至检修来去回件的餐出上入电料气给审报药水样过养医礼您你一积红优券赠了完不也并返";
    private const string NotGiving = "配派寄运发输赠护目播传推外直接投递遣呈断欢葬祝买不还就加附额再多";

    private static readonly string[] Carriage = ["运费", "邮费", "快递费", "配送费", "物流费"];
    private static readonly string[] Seller = ["我们", "商家", "卖家", "店家", "厂家", "我方", "我司", "公司", "本店", "店里", "平台", "我"];
    private static readonly string[] Bears = ["承担", "出", "负责", "报销", "付", "包"];

    public static IEnumerable<Claim> Read(GuardText text)
    {
        foreach (var (word, topic, at) in PromiseLexicon.Promises.In(text, 0, text.Length))
        {
            if (IsOther(text, word, at))
            {
                continue;
            }

            var end = at + word.Length;
            var promised = topic == PromiseTopic.FreeShipping ? WayOf(text, at) : topic;
            yield return new Claim(PromiseLexicon.IsStock(topic) ? ClaimKind.Stock : ClaimKind.Promise, promised.ToString(), at, end)
            {
                Negated = Negation.Denies(text, at, end),
            };
        }

        foreach (var claim in Together(text))
        {
            yield return claim;
        }
    }

    // Immediately ... paid; the carriage ... we bear; buy so many ... get.
    private static IEnumerable<Claim> Together(GuardText text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (Any(text, at, PromiseLexicon.AtOnce) is { } now && Follows(text, at + now.Length, AtOnceDistance, PromiseLexicon.DoneAtOnce) is var done and > 0
                && text.Text.AsSpan(at..done).IndexOfAny(Asking) < 0)
            {
                yield return Promise(PromiseTopic.Immediate, at, done);
            }

            if (Any(text, at, Carriage) is { } fee
                && Follows(text, at + fee.Length, GapDistance, Seller) is var seller and > 0
                && Follows(text, seller, AtOnceDistance, Bears) is var bears and > 0)
            {
                yield return Promise(WayOf(text, at), at, bears);
            }

            if (Any(text, at, Bears) is { } bearing && Follows(text, at + bearing.Length, AtOnceDistance, Carriage) is var carriage and > 0
                && IsSeller(text, at))
            {
                yield return Promise(WayOf(text, at), at, carriage);
            }

            if (text[at] == '送' && IsGift(text, at))
            {
                yield return Promise(PromiseTopic.Gift, at, at + 1);
            }

            if (text[at] == '买' && Follows(text, at + 1, AtOnceDistance, Given) is var given and > 0)
            {
                yield return Promise(PromiseTopic.Gift, at, given);
            }
        }

        Claim Promise(PromiseTopic topic, int start, int end) =>
            new(ClaimKind.Promise, topic.ToString(), start, end) { Negated = Negation.Denies(text, start, end) };
    }

    private static PromiseTopic WayOf(GuardText text, int at) =>
        text.Clause(at).AsSpan().IndexOfAny("退换往") >= 0 || text.Clause(at).Contains("来回", StringComparison.Ordinal) || text.Clause(at).Contains("寄回", StringComparison.Ordinal)
            ? PromiseTopic.ReturnShipping
            : PromiseTopic.FreeShipping;

    private static bool IsSeller(GuardText text, int at)
    {
        var before = text.Before(at, AtOnceDistance);
        foreach (var seller in Seller)
        {
            if (before.IndexOf(seller, StringComparison.Ordinal) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    // 送围巾 is a gift; 送达, 送货 and 配送 are not.
    private static bool IsGift(GuardText text, int at) =>
        !NotGiven.Contains(text[at + 1], StringComparison.Ordinal) && !NotGiving.Contains(text[at - 1], StringComparison.Ordinal)
        && (GuardText.IsHan(text[at + 1]) || char.IsAsciiDigit(text[at + 1]));

    private static string? Any(GuardText text, int at, string[] words)
    {
        foreach (var word in words)
        {
            if (word[0] == text[at] && text.StartsAt(at, word))
            {
                return word;
            }
        }

        return null;
    }

    /// <summary>Where one of the words ends that follows in the same clause, at most so far away; 0 when none does.</summary>
    private static int Follows(GuardText text, int at, int distance, string[] words)
    {
        var last = Math.Min(text.ClauseEnd(at), at + distance);
        for (var next = at; next < last; next++)
        {
            if (Any(text, next, words) is { } word)
            {
                return next + word.Length;
            }
        }

        return 0;
    }

    // Words that contain a promise word and promise nothing: a deposit called 保证金, please make sure that, feel free.
    private static bool IsOther(GuardText text, string word, int at) => word switch
    {
        "保证" => text[at + 2] is '金' or '书' || text.EndsAt(at, "为了") || text.EndsAt(at, "为") || text.EndsAt(at, "以")
            || text.EndsAt(at, "请") || text.EndsAt(at, "请您") || text.EndsAt(at, "需要") || text.EndsAt(at, "需") || text.EndsAt(at, "请务必"),
        "保障" => text[at + 2] is '金' or '局' || text.EndsAt(at, "社会") || text.EndsAt(at, "为了") || text.EndsAt(at, "为") || text.EndsAt(at, "社"),
        "专属" or "专人" => text.StartsAt(at + 2, "客服"),
        "认证" => text.EndsAt(at, "实名") || text.EndsAt(at, "身份") || text.EndsAt(at, "企业"),
        "free" => text.EndsAt(at, "eel "),
        "绝对" => text[at + 2] == '值',
        "永久" => text.EndsAt(at, "非"),
        "公司承担" => text.EndsAt(at, "物流") || text.EndsAt(at, "快递"),
        "可退" => text[at + 2] is '出' or '回',
        "可以退" => text[at + 3] is '出',
        "赔一" => text.EndsAt(at, "假一") || text.EndsAt(at, "退一"),
        "加急" => text.StartsAt(at + 2, "费"),
        "换一个" => text[at + 3] is '角' or '浏' or '时' or '地' or '网' or '说' or '话',
        "可以换" or "可换" => text[at + word.Length] is '成' or '乘' or '个',
        "邮政" => text.StartsAt(at + 2, "编码"),
        "送一" => text[at + 2] is '下' or '趟' or '次',
        "当天" or "当日" => text.EndsAt(at, "订购") || text.EndsAt(at, "购买") || text.EndsAt(at, "签收") || text.EndsAt(at, "收货"),
        _ => false,
    };
}
