using System.Text.RegularExpressions;

namespace WeChatPlatform.Rag.Learning;

/// <summary>What a customer's words after an answer say of it.</summary>
internal static partial class CustomerWords
{
    /// <summary>Nothing but politeness, agreement or a sign of life.</summary>
    public static bool IsSmallTalk(string text) => SmallTalk().IsMatch(text.Trim());

    /// <summary>The customer says good-bye or that it is solved, and asks nothing more.</summary>
    public static bool Ends(string text) => !QuestionText.Asks(text) && Ending().IsMatch(text);

    /// <summary>The customer says that it is solved or understood.</summary>
    public static bool Resolves(string text) => !QuestionText.Asks(text) && !Complains(text) && (Resolved().IsMatch(text) || Agreed().IsMatch(text.Trim()));

    public static bool Praises(string text) => !Complains(text) && Praise().IsMatch(text);

    /// <summary>The customer is angry, or says that the answer was none. 退货 in a question is a subject and no complaint.</summary>
    public static bool Complains(string text) => Complaint().IsMatch(text) || (!QuestionText.Asks(text) && Threat().IsMatch(text));

    [GeneratedRegex(
        @"^(?:(?:您好|你好|谢谢|感谢|多谢|好的?|好嘞|嗯+|哦+|噢|是的?|对的?|行|可以|ok|okay|收到|明白了?|知道了|清楚了|懂了|在吗|在|再见|拜拜|晚安|早安?|辛苦了?|麻烦了|不客气|哈+|呵+|[\W_])+[您你]?(?:了|啊|哈|呀|吧)?[\W_]*)+$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking, 1000)]
    private static partial Regex SmallTalk();

    [GeneratedRegex("谢谢|多谢|感谢|thanks|thank you|拜拜|再见|解决了|已解决|已下单|下单了|付款了|支付成功|搞定|好了|明白了|知道了|清楚了|懂了|不用了|可以了", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Ending();

    [GeneratedRegex("解决了|已解决|搞定|弄好了|已下单|下单了|付款了|支付成功|好了|可以了|能用了|成功了|谢谢|多谢|感谢|明白了|知道了|清楚了|懂了|thanks|thank you|solved", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Resolved();

    [GeneratedRegex(@"^(?:嗯+|哦+|噢)?[，, ]*(?:好的?|好嘞|行|ok|okay|收到|明白|了解|👌)[\W_]*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Agreed();

    [GeneratedRegex("谢谢|多谢|感谢|满意|不错|太好了|真好|很好|棒|赞|给力|专业|👍|thanks|thank you|great|perfect", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Praise();

    [GeneratedRegex(
        "还是不行|不行啊|不管用|没用(?![过完上])|没解决|解决不了|(?<![对])不对|不是这个|不是问这|答非所问|听不懂|看不懂你|说了等于没说|垃圾|太差|真差|很差|差劲|差评|太烂|真烂|破玩意|骗人|骗子|失望|生气|无语|敷衍|忽悠|不满意|烦死|什么破|气死|useless|not helpful|wrong answer",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Complaint();

    [GeneratedRegex("退货|退款|投诉|举报|12315|曝光", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Threat();
}
