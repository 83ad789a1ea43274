using System.Text.RegularExpressions;

namespace WeChatPlatform.Ai.Understanding;

/// <summary>
/// The intent of a text by words: each word that stands in it speaks for one intent with a weight, the heaviest wins, and at a tie
/// the graver one, in the order of <see cref="Intent.All"/>. Whoever only greets or thanks says so with the whole text.
/// </summary>
internal static partial class IntentRules
{
    private const int Strong = 4;
    private const int Plain = 2;
    private const int Weak = 1;

    private static readonly (string Intent, int Weight, string[] Words)[] Table =
    [
        (Intent.Complaint, Strong,
            ["投诉", "举报", "曝光", "12315", "消协", "消费者协会", "工商局", "起诉", "律师函", "维权", "骗子", "欺诈", "虚假宣传", "霸王条款",
                "complain", "lawsuit", "scam", "fraud"]),
        (Intent.Complaint, Plain,
            ["差评", "态度差", "态度恶劣", "态度不好", "没人管", "不理人", "敷衍", "推卸", "踢皮球", "忽悠", "坑人", "太坑", "骗人", "气死", "垃圾",
                "不负责", "讨个说法", "给个说法", "unacceptable", "terrible service"]),
        (Intent.Refund, Strong,
            ["退款", "退货", "退钱", "退掉", "退订", "退换", "退回", "退费", "返款", "换货", "取消订单", "不想要了", "不要了", "七天无理由", "7天无理由",
                "退给我", "refund", "money back", "return it", "return the", "cancel my order"]),
        (Intent.Refund, Plain, ["退一下", "能退吗", "可以退", "怎么退", "赔偿", "赔付", "补偿", "换一个新", "换新"]),
        (Intent.Fault, Strong,
            ["故障", "坏了", "坏掉", "报错", "报警", "错误代码", "充不了", "充不上", "充不进", "用不了", "不能用", "打不开", "开不了", "连不上", "连接不上",
                "登不上", "登录不了", "跳闸", "漏电", "死机", "黑屏", "失灵", "异响", "冒烟", "没反应", "无反应", "不工作", "不亮", "闪红灯", "亮红灯",
                "红灯", "不启动", "启动不了", "自动断", "not working", "does not work", "doesn't work", "broken", "won't start", "error code"]),
        (Intent.Fault, Plain, ["维修", "报修", "修一下", "异常", "失败", "出问题", "有问题", "报故障", "不行了", "掉线", "断电", "发烫", "过热", "fault", "error", "repair"]),
        (Intent.Logistics, Strong,
            ["物流", "快递", "发货", "运单", "到货", "配送", "派送", "派件", "签收", "送达", "到哪了", "到哪儿了", "到哪里了", "几天到", "几天能到", "多久到", "多久能到",
                "什么时候到", "啥时候到", "何时到", "什么时候能到", "催单", "催一下", "顺丰", "自提", "shipping", "shipped", "delivery", "deliver", "tracking", "courier"]),
        (Intent.Logistics, Plain, ["运费", "包邮", "寄到", "寄出", "送货", "送到", "收货", "没收到", "还没到", "改地址", "收件"]),
        (Intent.Order, Strong, ["订单", "下单", "订购", "拍下", "购买记录", "付款了", "已付款", "支付成功", "开发票", "发票", "开票", "合同", "invoice", "my order", "place an order"]),
        (Intent.Order, Plain, ["我要买", "想买", "我买", "怎么买", "在哪买", "预订", "预定", "付款", "支付", "定金", "尾款", "order"]),
        (Intent.Price, Strong, ["多少钱", "价格", "报价", "价位", "售价", "单价", "怎么卖", "什么价", "啥价", "几块钱", "多钱", "how much", "price", "quote"]),
        (Intent.Price, Plain, ["费用", "资费", "收费", "优惠", "折扣", "打折", "便宜", "贵", "促销", "活动价", "满减", "券", "月租", "套餐费", "团购", "批发", "cost", "discount", "cheap"]),
        (Intent.Consult, Plain,
            ["怎么", "怎样", "如何", "什么", "哪些", "哪个", "哪款", "哪种", "哪里", "哪儿", "多久", "多少", "多大", "几个", "是否", "能不能", "可不可以", "可以吗", "有没有", "是不是",
                "支持", "适合", "区别", "参数", "规格", "功率", "型号", "安装", "保修", "质保", "推荐", "介绍", "了解", "咨询", "请问", "想问", "问一下", "查询", "查一下", "办理", "开通",
                "how", "what", "which", "can i", "does it", "support", "warranty", "install", "recommend"]),
        (Intent.Consult, Weak, ["吗", "呢", "？", "?"]),
    ];

    public static string Of(string text)
    {
        var words = text.Trim().ToLowerInvariant();
        if (words.Length == 0)
        {
            return Intent.Other;
        }

        if (Greeting().IsMatch(words))
        {
            return Intent.Greeting;
        }

        var best = (Intent: Intent.Other, Weight: 0);
        foreach (var intent in Intent.All)
        {
            var weight = WeightOf(intent, words);
            best = weight > best.Weight ? (intent, weight) : best;
        }

        // A number of ours says what it is about, unless something graver is said of it.
        if (best.Intent is Intent.Other or Intent.Consult && OrderNumber().IsMatch(words))
        {
            return Intent.Order;
        }

        return best.Weight > 0 ? best.Intent
            : Thanking().IsMatch(words) ? Intent.Thanks
            : FaultCode().IsMatch(words) ? Intent.Fault
            : Intent.Other;
    }

    private static int WeightOf(string intent, string words) => Table
        .Where(row => row.Intent == intent)
        .Sum(row => row.Words.Where(word => Stands(words, word)).Take(3).Count() * row.Weight);

    // An English word stands for itself: "order" is none in "border".
    private static bool Stands(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            if (!char.IsAsciiLetter(word[0])
                || ((at == 0 || !char.IsAsciiLetter(text[at - 1]))
                    && (at + word.Length == text.Length || !char.IsAsciiLetter(text[at + word.Length]))))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"(?<![a-z0-9])[a-z]{2}\d{8,}(?!\d)|(?<!\d)(?!1[3-9]\d{9}(?!\d))\d{10,20}(?!\d)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OrderNumber();

    [GeneratedRegex(@"(?<![a-z0-9])[ef]\d{2,3}(?!\d)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FaultCode();

    [GeneratedRegex(@"谢谢|多谢|感谢|谢了|谢啦|辛苦|麻烦你了|麻烦您了|\bthanks?\b|\bthx\b|\bthank you\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Thanking();

    [GeneratedRegex(@"^(\W*(你好|您好|妳好|嗨|哈喽|哈啰|喂|在吗|在么|在不在|有人吗|有人在吗|早上好|上午好|中午好|下午好|晚上好|早安|晚安|客服|亲|hi|hello|hey|good (morning|afternoon|evening))[啊呀呢哦哈~～]*\W*)+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Greeting();
}
