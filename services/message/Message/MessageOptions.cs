using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using WeChatPlatform.Message.Attachments;
using WeChatPlatform.Message.Replies;

namespace WeChatPlatform.Message;

/// <summary>How the message service merges, decides and words. Texts that customers see are settings, Chinese by default.</summary>
public sealed class MessageOptions
{
    public const string Section = "Message";

    /// <summary>A burst is over when nothing came for so long, in milliseconds.</summary>
    [Range(0, 30_000)]
    public int MergeWindowMilliseconds { get; set; } = 1500;

    /// <summary>A burst is over after this, however fast messages come, in milliseconds.</summary>
    [Range(0, 120_000)]
    public int MergeLimitMilliseconds { get; set; } = 5000;

    /// <summary>How long customer, knowledge and ERP facts may take together, in seconds, before the turn goes on without.</summary>
    [Range(1, 120)]
    public int PreparationSeconds { get; set; } = 8;

    /// <summary>How long the wording of an answer may take, in seconds, before the turn is handed over to a person.</summary>
    [Range(1, 600)]
    public int GenerationSeconds { get; set; } = 60;

    /// <summary>An answer at least this sure is given.</summary>
    [Range(0, 1)]
    public double AnswerConfidence { get; set; } = 0.75;

    /// <summary>An answer at least this sure, but not sure enough to be given, becomes a question back.</summary>
    [Range(0, 1)]
    public double ClarifyConfidence { get; set; } = 0.55;

    /// <summary>Most pieces of evidence asked for.</summary>
    [Range(1, 20)]
    public int EvidenceLimit { get; set; } = 4;

    /// <summary>Most earlier lines of the conversation that a model is given.</summary>
    [Range(0, 50)]
    public int HistoryLines { get; set; } = 10;

    /// <summary>A longer answer is typed in several messages; most characters of one.</summary>
    [Range(10, 2000)]
    public int PartLength { get; set; } = 500;

    /// <summary>Autonomy of an account whose agent drives a real WeChat: off, shadow, draft or auto. A person approves by default.</summary>
    [RegularExpression("^(off|shadow|draft|auto)$")]
    public string Autonomy { get; set; } = "draft";

    /// <summary>Autonomy of an account whose agent drives the simulated desktop.</summary>
    [RegularExpression("^(off|shadow|draft|auto)$")]
    public string SimulatedAutonomy { get; set; } = "auto";

    /// <summary>Autonomy of single accounts, by agent id; wins over the two above.</summary>
    public IDictionary<string, string> AgentAutonomy { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Names of groups in which every message is addressed to us, without an @.</summary>
    public IList<string> OpenGroups { get; set; } = [];

    /// <summary>A text that contains one of these asks for a person.</summary>
    public IList<string> HandoffWords { get; set; } =
        ["人工", "转接", "找人", "投诉", "经理", "主管", "领导", "真人", "活人", "客服人员", "human agent", "real person"];

    /// <summary>Words that contain a hand-off word without asking for a person.</summary>
    public IList<string> HandoffExceptions { get; set; } =
        ["人工智能", "人工费", "人工成本", "人工提额", "人工还款", "安装人工", "项目经理", "客户经理电话", "寻找人", "转接头", "转接线", "转接器"];

    /// <summary>How long a new socket of an agent may stay silent before its hello, in seconds.</summary>
    [Range(1, 300)]
    public int HelloSeconds { get; set; } = 10;

    /// <summary>Most sockets that one agent has at one replica, those before their hello included. One of them is served.</summary>
    [Range(1, 100)]
    public int SocketsPerAgent { get; set; } = 4;

    /// <summary>Most answers of a conversation in a row that are taken back because the customer wrote on. Then one goes out.</summary>
    [Range(0, 100)]
    public int SupersedeLimit { get; set; } = 3;

    /// <summary>How long an answer may be typed after it was decided, in minutes.</summary>
    [Range(1, 1440)]
    public int DecisionMinutes { get; set; } = 10;

    /// <summary>How long the machine keeps silent in a chat in which a person of ours typed, in minutes; 0 does not pause.</summary>
    [Range(0, 10_080)]
    public int PersonPauseMinutes { get; set; } = 30;

    /// <summary>A conversation closes when nothing was said in it for so long, in minutes. What it held may then be learned from.</summary>
    [Range(5, 10_080)]
    public int CloseAfterMinutes { get; set; } = 60;

    /// <summary>How long a conversation whose last question nobody answered stays open for an answer by staff, in hours.</summary>
    [Range(0, 720)]
    public int CloseUnansweredAfterHours { get; set; } = 48;

    /// <summary>Hours in which nothing is typed, from-until in the zone below, as 23:00-07:00. Empty: there are none.</summary>
    [RegularExpression("^(([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9])?$")]
    public string QuietHours { get; set; } = "";

    /// <summary>The IANA name of the zone of the quiet hours.</summary>
    [Required]
    public string TimeZone { get; set; } = "Asia/Shanghai";

    /// <summary>How soon an agent that the gate holds asks again, in seconds.</summary>
    [Range(1, 300)]
    public int GateAskAgainSeconds { get; set; } = 15;

    /// <summary>How long an account stays with a process that gives no sign of life, in seconds.</summary>
    [Range(5, 600)]
    public int LeaseSeconds { get; set; } = 30;

    /// <summary>Said when a customer asked for a person.</summary>
    [Required]
    public string HandoffRequestedText { get; set; } = "好的，正在为您转接人工客服，请稍候，同事会尽快回复您。";

    /// <summary>Said when the machine is not sure enough or nothing answers.</summary>
    [Required]
    public string HandoffText { get; set; } = "这个问题需要专业同事来确认，已为您转接人工客服，请稍候。";

    /// <summary>Said when nothing of what a customer sent can be read: only images, voice, files and the like.</summary>
    [Required]
    public string UnreadableText { get; set; } =
        "收到您发来的内容，不过我这边看不了图片、语音、视频和文件。麻烦您用文字描述一下问题，例如产品型号、故障代码或订单号；需要同事查看请回复「人工」。";

    /// <summary>What happens with messages that come late, after an outage.</summary>
    [ValidateObjectMembers]
    public CatchUpPolicy CatchUp { get; set; } = new();

    /// <summary>Most bytes of one attachment.</summary>
    [Range(1_024, 104_857_600)]
    public int AttachmentBytes { get; set; } = 20_971_520;

    /// <summary>Most attachments that one process takes or gives at the same time: each is in memory as a whole meanwhile.</summary>
    [Range(1, 64)]
    public int AttachmentsAtOnce { get; set; } = 2;

    /// <summary>How long taking or giving one attachment may last, its wait for a place included, in seconds.</summary>
    [Range(1, 600)]
    public int AttachmentSeconds { get; set; } = 120;

    /// <summary>Secret that attachments are encrypted with: 32 bytes in base64. Name this, a file, or neither: then none are taken.</summary>
    public string? AttachmentKey { get; set; }

    /// <summary>File that holds the secret; white space around it does not count.</summary>
    public string? AttachmentKeyFile { get; set; }

    /// <summary>Secrets that attachments were encrypted with before; they are read with these, and no new ones are written.</summary>
    public IList<EarlierAttachmentKey> EarlierAttachmentKeys { get; set; } = [];

    /// <summary>Images and voice of customers are read by the ai service before a turn is answered. Nothing is, without an attachment key.</summary>
    public bool ReadAttachments { get; set; } = true;

    /// <summary>How long a turn waits for what its images and voice say, in seconds, before it goes on without.</summary>
    [Range(1, 300)]
    public int ReadingSeconds { get; set; } = 30;

    /// <summary>
    /// A version of the WeChat client that no agent had before may not be typed into until one PC with it passed a self-check
    /// with a test send, a canary sent an answer with it, or an operator releases it. Versions that are known when this is
    /// switched on are not held.
    /// </summary>
    public bool HoldNewClientVersions { get; set; }

    /// <summary>While new versions are held, agents that never named the version of their client are held too.</summary>
    public bool HoldUnknownClientVersions { get; set; }

    /// <summary>Agents that may send with a version that is held.</summary>
    public IList<string> CanaryAgents { get; set; } = [];

    /// <summary>How many error reports of one agent are kept; the oldest give way.</summary>
    [Range(1, 10_000)]
    public int ErrorReportsPerAgent { get; set; } = 200;

    /// <summary>How many error reports one agent may send in ten minutes.</summary>
    [Range(1, 10_000)]
    public int ErrorReportsInTenMinutes { get; set; } = 30;

    /// <summary>How often turns and agents are counted for the metrics, in seconds.</summary>
    [Range(0.1, 300)]
    public double MetricsSeconds { get; set; } = 15;

    /// <summary>Said when the machine is half sure; {topic} is the best evidence's title.</summary>
    [Required]
    public string ClarifyText { get; set; } = "想先跟您确认一下：您是想了解「{topic}」吗？如果不是，请补充一下产品型号、故障代码或具体情况，我再为您查。";
}

[OptionsValidator]
internal sealed partial class MessageOptionsValidator : IValidateOptions<MessageOptions>;

/// <summary>What single properties cannot say of themselves.</summary>
internal sealed class MessageOptionsConsistency : IValidateOptions<MessageOptions>
{
    public ValidateOptionsResult Validate(string? name, MessageOptions options)
    {
        List<string> faults = [];
        if (options.ClarifyConfidence > options.AnswerConfidence)
        {
            faults.Add("Message:ClarifyConfidence must not be greater than Message:AnswerConfidence.");
        }

        if (options.ErrorReportsInTenMinutes > options.ErrorReportsPerAgent)
        {
            faults.Add("Message:ErrorReportsInTenMinutes must not be greater than Message:ErrorReportsPerAgent: those that are kept are counted.");
        }

        if (options.MergeLimitMilliseconds < options.MergeWindowMilliseconds)
        {
            faults.Add("Message:MergeLimitMilliseconds must not be less than Message:MergeWindowMilliseconds.");
        }

        if (options.QuietHours is [_, _, _, _, _, '-', ..] hours && hours[..5] == hours[6..])
        {
            faults.Add("Message:QuietHours end when they begin: leave them empty, or stop the agents.");
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out var zone) || !zone.HasIanaId)
        {
            faults.Add($"Message:TimeZone '{options.TimeZone}' is no IANA time zone: use a name such as Asia/Shanghai.");
        }

        foreach (var (agent, level) in options.AgentAutonomy)
        {
            if (level is not ("off" or "shadow" or "draft" or "auto"))
            {
                faults.Add($"Message:AgentAutonomy:{agent} is off, shadow, draft or auto.");
            }
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
