using System.Text.RegularExpressions;

namespace WeChatPlatform.Ai.Understanding;

/// <summary>
/// What a sentence does in a conversation. Most sentences ask; an answer to a question of ours informs, agrees, denies or chooses, so
/// the line before decides what a short text means.
/// </summary>
internal static partial class DialogueActRules
{
    /// <param name="text">What the customer wrote.</param>
    /// <param name="before">What we said last; absent at the beginning.</param>
    public static string Of(string text, string? before)
    {
        var words = Politeness().Replace(text.Trim(), "").Trim(' ', '，', ',', '。', '！', '!', '~', '～');
        return Closing().IsMatch(text) && !Question().IsMatch(words) ? DialogueAct.Close
            : words.Length == 0 ? DialogueAct.SmallTalk
            : Recommending().IsMatch(words) ? DialogueAct.Recommend
            : Changing().IsMatch(words) ? DialogueAct.Change
            : IsYesOrNo(before) && Denying().IsMatch(words) ? DialogueAct.Deny
            : IsYesOrNo(before) && Agreeing().IsMatch(words) ? DialogueAct.Confirm
            : before is not null && Alternatives().IsMatch(before) && !Question().IsMatch(words) ? DialogueAct.Choose
            : Choosing().IsMatch(words) ? DialogueAct.Choose
            : Greeting().IsMatch(words) ? DialogueAct.SmallTalk
            : before is not null && Requirement().IsMatch(before) && !Asking().IsMatch(words) ? DialogueAct.Inform
            : Personal().IsMatch(words) ? DialogueAct.SmallTalk
            : Question().IsMatch(words) || Wanting().IsMatch(words) ? DialogueAct.Ask
            : Agreeing().IsMatch(words) ? DialogueAct.Confirm
            : Denying().IsMatch(words) ? DialogueAct.Deny
            : before is not null && OpenQuestion().IsMatch(before) ? DialogueAct.Inform
            : DialogueAct.Ask;
    }

    private static bool IsYesOrNo(string? before) => before is not null && YesNo().IsMatch(before);

    [GeneratedRegex("^(你好|您好|请问|麻烦|那个|嗯+|哦+|呃+|啊+)+[，, ]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Politeness();

    [GeneratedRegex("再见|拜拜|回见|没有(其他|别的|什么)?(问题|需要|需求|事)?了|没别的(事)?了|没事了|不用了.{0,4}谢|就(这|那)些|先这样|谢谢|多谢|感谢|goodbye|bye|that's all", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Closing();

    [GeneratedRegex("推荐|建议(我|一下|下)|哪(个|款|种).{0,6}(好|合适|划算|适合)|适合我|recommend|suggest", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Recommending();

    [GeneratedRegex("换(个|一个|一款|一种|别的|其他)|(还|再)有(没有)?(别的|其他|其它)|有(没有)?(别的|其他|其它)|不喜欢这|除了这|再(来|给).{0,3}(个|款)(别的|其他)?|something else|another one", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Changing();

    [GeneratedRegex("[?？]|吗|呢|么|怎么|怎样|咋|如何|什么|啥|哪|多少|几(个|天|号|点|块|元|种|兆)|多久|多长|能不能|可不可以|是不是|有没有|是否|为何|为什么|how|what|when|where|which|why|can i", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Question();

    [GeneratedRegex("[?？]$|吗$|怎么|怎样|咋|如何|什么|多少|几(个|天|号|点|块|元)|能不能|可不可以|是不是|有没有|介绍|查", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Asking();

    [GeneratedRegex("我(想|要|需要|打算)|帮我|给我|告诉我|替我|说(说|一说|一下|下)|介绍|讲(讲|一下)|了解|查|咨询|办理|开通|取消|变更", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Wanting();

    [GeneratedRegex("^(不是|不对|不|没有?|错|否|别|非也|不用|不要|不需要|no|nope)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Denying();

    [GeneratedRegex("^(是|对|没错|嗯|恩|好|行|可以|正确|确定|确认|就是|当然|yes|yep|ok|right)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Agreeing();

    [GeneratedRegex("^(就|选|要)?(第?[一二两三四五六1-6]个|前(面|一个|者)|后(面|一个|者)|中间|上面|下面|最后).{0,6}|^(就|选)(这|那|它)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Choosing();

    [GeneratedRegex("^(hi|hello|嗨|哈喽|在吗|在么|早上好|下午好|晚上好|哈+)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Greeting();

    [GeneratedRegex("你(叫|多大|是谁|是不是(机器)?人|是男|是女|几岁|猜|吃|下班|真|好(聪明|可爱|笨))|天气|下班|心情|无聊|讲(个)?笑话|聊(天|聊)|我(今天|昨天|刚)|哈哈|呵呵|吃饭|睡觉|星座", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Personal();

    [GeneratedRegex("吗[？?]?$|是不是|是否|对吗|确认", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex YesNo();

    [GeneratedRegex("有什么要求|什么要求|要求是|您(希望|想要)的|多少(钱|流量|分钟)?.{0,6}(合适|以内)|请(提供|告诉|输入|说)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Requirement();

    [GeneratedRegex("哪(个|一个|一款|种)|还是.{1,12}[？?]$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Alternatives();

    [GeneratedRegex("(什么|哪|几|多少|如何).{0,14}[？?]?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OpenQuestion();
}
