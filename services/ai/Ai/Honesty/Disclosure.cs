using System.Text.RegularExpressions;

namespace WeChatPlatform.Ai.Honesty;

/// <summary>
/// Honest about being an AI, by code: who asks is told yes, whatever a prompt or a model says, and an answer that denies it does not
/// get out. Reads Chinese and English, clause by clause; a question about the goods ("机器人吸尘器多少钱") is none.
/// </summary>
internal static partial class Disclosure
{
    /// <summary>Whether a customer asks if this is a machine or a person.</summary>
    public static bool Asks(string question) => Clauses.Of(question).Any(clause => IsAsking(clause.Text));

    /// <summary>What else a customer wrote: empty when that was all. Greetings alone are nothing else.</summary>
    public static string Rest(string question)
    {
        var others = Clauses.Of(question).Where(clause => !IsAsking(clause.Text)).ToList();
        return others.TrueForAll(clause => IsCourtesy().IsMatch(clause.Text))
            ? ""
            : string.Concat(others.Select(clause => question[clause.Start..clause.End])).Trim();
    }

    /// <summary>The fixed honest answer, in the language of the question.</summary>
    public static string Answer(string question, DisclosureOptions options) =>
        question.Any(Clauses.IsCjk) ? options.Answer : options.AnswerEnglish;

    /// <summary>An answer with the notice where the settings want one; an answer that says so itself needs none.</summary>
    public static string WithNotice(string answer, bool isFirst, DisclosureOptions options)
    {
        var wanted = options.Notice == DisclosureOptions.EveryAnswer || (options.Notice == DisclosureOptions.FirstAnswer && isFirst);
        return !wanted || (SaysSo(answer) && !Denies(answer))
            ? answer
            : $"{answer}\n{(answer.Any(Clauses.IsCjk) ? options.NoticeText : options.NoticeTextEnglish)}";
    }

    /// <summary>Whether an answer denies being an AI or claims to be a person.</summary>
    public static bool Denies(string answer) => Clauses.Of(answer).Any(clause =>
        DeniesMachine().IsMatch(clause.Text) || ClaimsPerson().IsMatch(clause.Text) || DeniesInEnglish().IsMatch(clause.Text));

    /// <summary>Whether a text says of the one who speaks that it is a machine.</summary>
    internal static bool SaysSo(string text) => Clauses.Of(text).Any(clause => SaysMachine().IsMatch(clause.Text));

    private static bool IsAsking(string clause) =>
        AsksYou().IsMatch(clause) || AsksBare().IsMatch(clause) || AsksTalk().IsMatch(clause) || AsksReply().IsMatch(clause)
        || AsksInEnglish().IsMatch(clause);

    private const string Machine =
        "(?:聊天机器人|客服机器人|机器人|人工智能|智能客服|智能助手|智能助理|虚拟客服|虚拟助手|语音助手|自动客服|自动回复|自动应答|大语言模型|语言模型|大模型|人机|机器|电脑|程序|chatgpt|gpt|deepseek|豆包|文心一言|通义千问|ai客服|ai助手|ai机器人|ai|a\\.i\\.?|chatbot|bot|robot|假人)";

    private const string Person = "(?:真人客服|真人|人工客服|人工坐席|人工|大活人|活人|真的人|真实的人|真正的人|人类|人)";
    private const string Lead =
        "(?:请问一下|请问|想请问|想问一下|想问下|我想问下?|想问|问一下|问下|那么|那|所以|话说|喂|嗨|哈喽|你好|您好|亲|哎|诶|咦|等等|我说|我怎么觉得|我感觉|感觉|我觉得|怎么感觉|难道|莫非|别告诉我|老实说|说实话)*";

    private const string You = "(?:你们|您们|你|您|妳|对面的?|对方|那边|这边|客服|你这个?|您这边|你们这边|屏幕那头|电话那头)";
    private const string Adverb = "(?:到底|究竟|真的|真|其实|不会|该不会|难道|应该|现在|就|也|都|只|还|肯定|怕|不|可能|莫非|别|确定|又|一定|本来)*";
    private const string End =
        "(?:在?(?:回复|回答|聊天|说话|服务|回我|跟我聊|跟我说话|和我聊|和我说话|接待|值班)?(?:我|消息|的)*)?(?:吗|么|嘛|吧|呢|啊|呀|哦|呗|哈|啦|了|对吧|对不对|是吧|是不是|不是|不|没有|还是.{1,12})*";

    // 你是机器人吗, 你到底是不是真人, 你是人还是机器, 证明你不是机器人
    [GeneratedRegex(
        $"(?:^{Lead}|证明(?:一下)?|告诉我){You}{Adverb}(?:是不是|是否|不是|是|算是)(?:用|在用)?(?:一?个|一?台|一?名|什么|那种|那个)?(?:真正的|真实的)?(?:{Machine}|{Person})(?:客服|助手|助理)?{End}$",
        RegexOptions.None, 1000)]
    private static partial Regex AsksYou();

    // 是机器人吗, 真人吗, 机器人还是真人, 不是机器人吧
    [GeneratedRegex(
        $"^{Lead}(?:到底|究竟)?(?:是不是|是否|不是|是)?(?:一?个)?(?:聊天机器人|客服机器人|机器人|机器|人工智能|智能客服|自动回复|ai|chatbot|bot|真人|活人|人工|人类)(?:客服|助手)?(?:在?(?:回复|回答|聊天|说话|服务)的?)?(?:(?:吗|么|嘛|吧)[啊呀哦]?|还是(?:一?个)?(?:{Machine}|{Person}).{{0,6}})$",
        RegexOptions.None, 1000)]
    private static partial Regex AsksBare();

    // 我是在跟机器人聊天吗, 跟我说话的是人吗, 回复我的是真人还是AI
    [GeneratedRegex(
        $"我(?:现在|这|是|到底|正在|不会是|该不会是)*在?(?:和|跟|同|与)(?:一?个|一?台)?(?:{Machine}|{Person})在?(?:说话|聊天|聊|对话|交流|沟通|讲话)[吗么嘛吧呢啊]*(?:还是.{{1,12}})?$|(?:和|跟|同|与)我(?:聊天|说话|聊|对话|沟通|交流)的(?:到底|究竟)?(?:是不是|是)(?:一?个)?(?:{Machine}|{Person}){End}$|(?:回复|回答|接待|服务)我(?:消息)?的(?:到底|究竟)?(?:是不是|是)(?:一?个)?(?:{Machine}|{Person}){End}$",
        RegexOptions.None, 1000)]
    private static partial Regex AsksTalk();

    // 这是自动回复吧, 你是用AI回复的吗, 这些话是机器人写的吗
    [GeneratedRegex(
        $"^{Lead}(?:这些?|你们|您们|你|您)?(?:的)?(?:消息|话|回复|回答|内容)?(?:怎么)?(?:都|全|不会|该不会)?(?:是不是|是|用的是)用?(?:{Machine}|系统)(?:自动)?(?:回复|回答|生成|写|发|回|应答|打字)(?:的|我的|消息|出来的)*[吗么吧嘛呢啊]*$|^{Lead}(?:这|你这)(?:都|全)?(?:是不是|是)(?:系统)?(?:自动回复|自动应答|机器回复)[吗么吧嘛呢啊]*$",
        RegexOptions.None, 1000)]
    private static partial Regex AsksReply();

    private const string EnglishMachine =
        "(?:chat ?bot|ro?bot|bot|a\\.?i\\.?|machine|computer(?: program)?|program|llm|(?:large )?language model|chatgpt|gpt(?:-?\\d\\S*)?|claude|deepseek|artificial intelligence|automated|virtual assistant|ai assistant|software)";

    private const string EnglishPerson = "(?:human(?: being)?|person|people|real|live agent|human agent|someone real|somebody real|man|woman)";
    private const string EnglishEnd =
        "(?: (?:agent|assistant|support|reply|response|message|being|or\\b.*|and not\\b.*|answering.*|replying.*|talking.*|writing.*|responding.*|here|right now|then|please|though|right|huh|lol|i'?m talking.*|i am talking.*))*$";

    [GeneratedRegex(
        $"\\b(?:are|r) (?:you|u|ya)(?: guys)? (?:(?:just|really|actually|even|all|still|not|by any chance|some kind of|some sort of|a|an|the|real|live|actual|human|ai|automated|virtual|chat) )*(?:{EnglishMachine}|{EnglishPerson}){EnglishEnd}"
        + $"|\\b(?:am|are) (?:i|we) (?:really |actually |just |even )*(?:talking|speaking|chatting|texting|writing|messaging)(?: right now)? (?:to|with) (?:(?:a|an|the|some|real|live|actual|just|kind|of) )*(?:{EnglishMachine}|{EnglishPerson}){EnglishEnd}"
        + "|\\bis (?:this|it) (?:(?:just|really|actually|even|an?|real|live|actual|some) )*(?:chat ?bot|bot|a\\.?i\\.?|llm|chatgpt|automated|human(?: being)?|person)" + EnglishEnd
        + $"|^(?:(?:so|but|wait|hey|hi|ok|lol) )*(?:you're|you are|u r|ur|you aren't|you are not|aren't you) (?:(?:just|really|actually|not|a|an|only|clearly) )*(?:{EnglishMachine}|human|real){EnglishEnd}"
        + $"|^(?:(?:so|real|live|a|are you) )*(?:{EnglishMachine}|human|person) or (?:(?:real|live|a|an|just) )*(?:{EnglishMachine}|{EnglishPerson})"
        + "|\\b(?:did|does|is) (?:a|an) (?:(?:real|live|actual) )*(?:human|person|bot|robot|ai|machine) (?:write|writing|typing|answering|replying|wrote|read|reading|behind)\\b",
        RegexOptions.None, 1000)]
    private static partial Regex AsksInEnglish();

    [GeneratedRegex("^(?:请问|你好|您好|哈喽|嗨|喂|亲|在吗|在么|谢谢|hello|hi|hey|excuse me|thanks|thank you|please|sorry|wait|ok|lol|right|huh|对吧|对不对|是吧|老实说|说实话|等等|那个|嗯|呃)[啊呀哦呢吗]?$", RegexOptions.None, 1000)]
    private static partial Regex IsCourtesy();

    // 我不是机器人, 当然不是AI, 我们没有使用机器人客服
    [GeneratedRegex(
        $"(?:我们|我|本人|咱们?|在下|俺|小编|本客服)(?:真的|真|可|当然|确实|其实|就|绝对|并|也|都|才|保证|肯定|又|绝|从来|根本)*(?:不是|并非|绝非|非|不属于|哪是|怎么会是|怎么可能是)(?:什么|一?个|一?台|任何|那种|冷冰冰的?|智能|自动|由)*(?>{Machine})(?!专家|工程师|公司|厂|行业|专业|.{{0,12}}[吗么]$)"
        + $"|^(?:放心|亲亲?|当然|真的|绝对|才|可|也|都|肯定|这|这里|这边|这个)*(?:不是|并非|绝非){Machine}(?:客服|回复|在回复|哦|的|呢|啦|呀|啊|喔|嘛|噢)*$"
        + "|(?:没有|没|不|从不|并未|未)(?:使用|用|采用)(?:任何)?(?:ai|机器人|人工智能)(?:客服|回复|聊天|应答|来回复)",
        RegexOptions.None, 1000)]
    private static partial Regex DeniesMachine();

    // 我是真人客服, 为您服务的是真人, 全程真人在线
    [GeneratedRegex(
        "(?:^|[^您你])(?:我们|我|本人|咱们?|在下|俺|小编|这边|这里)(?:真的|真|可|当然|确实|其实|就|绝对|也|都|才|保证|肯定|一直)*(?:是|就是|为)(?:一?[名个位])?(?:如假包换|真实|真正|专业|公司|在线|资深|活生生|有血有肉|的|本店|平台)*(?:真人|人工客服|人工坐席|人类|大活人|活人|真的人|正常人|普通人|客服人员|工作人员|销售人员|人工)(?!智能|助手|.{0,12}[吗么]$)"
        + "|(?:服务|聊天|对话|沟通|回复您|接待您|交流|说话)的(?:就|确实|一直|当然|都)*是(?:一?[名个位])?(?:真人|人工客服|人类|活人|真实的人|人工)(?!智能|.{0,12}[吗么]$)"
        + "|(?:全程|全部|一直|始终)(?:都|由|是|为|均)*(?:真人|人工客服)",
        RegexOptions.None, 1000)]
    private static partial Regex ClaimsPerson();

    [GeneratedRegex(
        "\\b(?:i am|i'm|im|we are|we're|this is|this isn't|i ain't)(?: (?:definitely|certainly|absolutely|really|actually|truly|of course|just|100%|most))*(?<! isn't| ain't) (?:not|no)(?: (?:a|an|just|some|any|kind of))* (?:chat ?bot|ro?bot|bot|a\\.?i\\.?|machine|computer|program|language model|artificial intelligence|automated)\\b(?! (?:expert|engineer|specialist|vendor|seller|company))"
        + "|\\b(?:this isn't|it isn't|i ain't)(?: (?:a|an|just))* (?:chat ?bot|ro?bot|bot|a\\.?i\\.?|machine|automated)\\b"
        + "|\\b(?:i am|i'm|im|this is)(?: (?:definitely|certainly|absolutely|really|actually|truly|of course|indeed|very much|100%|a|an|the|real|live|actual|genuine|fellow|just))* (?:human|person|live agent|real agent)\\b(?!-| (?:friendly|resources|readable))"
        + "|\\byou(?:'re| are)(?: (?:definitely|really|actually|indeed|now))* (?:talking|speaking|chatting) (?:to|with)(?: (?:a|an|the|real|live|actual))* (?:human|person|live agent)\\b"
        + "|\\bno (?:ai|bots?|robots?) (?:here|is used|are used|involved)\\b",
        RegexOptions.None, 1000)]
    private static partial Regex DeniesInEnglish();

    [GeneratedRegex(
        "(?:我是|我就是|由|为您服务的是|是的|本消息|本回复|您好).{0,12}(?:ai|人工智能|机器人|智能助手|智能客服)|^(?:ai|机器人|人工智能|智能)(?:助手|客服)?.{0,4}(?:回复|回答|生成|自动)|\\b(?:i am|i'm|by|this is)(?: \\S+){0,3} (?:ai|bot|robot|chatbot|machine)\\b",
        RegexOptions.None, 1000)]
    private static partial Regex SaysMachine();
}
