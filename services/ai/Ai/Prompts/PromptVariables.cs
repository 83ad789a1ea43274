namespace WeChatPlatform.Ai.Prompts;

/// <summary>What a prompt may have filled in. The first group is worded by code; the second is what others wrote, always in a data block.</summary>
internal static class PromptVariables
{
    public const string Persona = "persona";
    public const string Role = "role";
    public const string MaxCharacters = "max_characters";
    public const string Today = "today";
    public const string Intent = "intent";
    public const string Emotion = "emotion";
    public const string Grade = "grade";

    public const string Account = "account";
    public const string Customer = "customer";
    public const string Evidence = "evidence";
    public const string Erp = "erp";
    public const string History = "history";

    /// <summary>Name and meaning, Chinese and English, as the console shows them.</summary>
    public static IReadOnlyList<PromptVariable> All { get; } =
    [
        new(Persona, "人设（仅用于提示词）", "the persona; in a prompt only"),
        new(Role, "设置 Ai:Role", "the setting Ai:Role"),
        new(MaxCharacters, "回答字数上限", "longest answer, in characters"),
        new(Today, "当天日期和星期", "today's date and weekday"),
        new(Intent, "客户意图", "what the customer wants"),
        new(Emotion, "客户情绪", "the customer's emotion"),
        new(Grade, "客户等级", "the customer's grade"),
        new(Account, "公众号或微信账号的编号", "the account's id"),
        new(Customer, "客户名称（数据块；会发送给模型）", "the customer's name; a data block, sent to the model"),
        new(Evidence, "知识库资料（数据块；不写时放在问题之前）", "knowledge; a data block, before the question when it is not named"),
        new(Erp, "业务系统数据（数据块；不写时放在问题之前）", "ERP facts; a data block, before the question when it is not named"),
        new(History, "此前的对话（数据块；不写时逐条放在问题之前）", "earlier lines; a data block, messages of their own when it is not named"),
    ];

    public static IReadOnlyList<string> OfPrompt { get; } = [.. All.Select(variable => variable.Name)];

    /// <summary>A persona is who speaks; it holds no data.</summary>
    public static IReadOnlyList<string> OfPersona { get; } = [Role, MaxCharacters, Today, Intent, Emotion, Grade, Account];

    // Words of our own for words of our own: nothing that a customer or another system wrote gets into a prompt by these.
    public static string EmotionWord(string emotion) => emotion switch
    {
        "positive" => "积极",
        "negative" => "不满",
        "angry" => "愤怒",
        _ => "平静",
    };

    public static string IntentWord(string intent) => intent switch
    {
        "consult" => "产品咨询",
        "price" => "询价",
        "order" => "订单",
        "logistics" => "物流",
        "fault" => "故障",
        "complaint" => "投诉",
        "refund" => "退款",
        "greeting" => "问候",
        "thanks" => "致谢",
        _ => "其他",
    };

    public static string GradeWord(string grade) => grade switch
    {
        "white" => "重点客户",
        _ => "普通客户",
    };
}

internal sealed record PromptVariable(string Name, string Zh, string En);
