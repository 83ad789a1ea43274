using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai;

/// <summary>How answers are worded. Which model does it is the Llm section.</summary>
internal sealed class AiOptions
{
    public const string Section = "Ai";

    /// <summary>Who the model speaks as, in Chinese: the start of its instructions.</summary>
    [Required, StringLength(400)]
    public string Role { get; set; } = "一家公司的专业技术客服";

    /// <summary>Longest answer that a model is asked for, in characters.</summary>
    [Range(20, 4000)]
    public int MaxAnswerCharacters { get; set; } = 400;

    /// <summary>Most pieces of knowledge, and most facts from the ERP, that a model is given, best first.</summary>
    [Range(1, 20)]
    public int MaxEvidence { get; set; } = 6;

    /// <summary>Most characters of one piece of evidence that a model is given.</summary>
    [Range(50, 8000)]
    public int MaxEvidenceCharacters { get; set; } = 800;

    /// <summary>Most earlier lines of the conversation that a model is given.</summary>
    [Range(0, 100)]
    public int MaxHistory { get; set; } = 10;

    /// <summary>Least score, inclusive, with which a piece of evidence is an answer by itself.</summary>
    [Range(0.0, 1.0)]
    public double TemplateMinScore { get; set; } = 0.55;

    /// <summary>IANA name of the company's time zone: what "today" means in an answer.</summary>
    [Required]
    public string TimeZone { get; set; } = "Asia/Shanghai";

    /// <summary>Put before several ERP facts when no model words them.</summary>
    [Required, StringLength(200)]
    public string FactsIntroduction { get; set; } = "为您查到以下信息：";

    /// <summary>Secret that providers' keys are encrypted with: 32 bytes in base64. Name this, a file, or neither: then none are stored.</summary>
    public string? KeyEncryptionKey { get; set; }

    /// <summary>File that holds the secret; white space around it does not count.</summary>
    public string? KeyEncryptionKeyFile { get; set; }

    /// <summary>The secret before, once it has changed: keys are read with it, and none are written.</summary>
    public string? EarlierKeyEncryptionKey { get; set; }

    /// <summary>File that holds the secret before.</summary>
    public string? EarlierKeyEncryptionKeyFile { get; set; }
}

[OptionsValidator]
internal sealed partial class AiOptionsValidator : IValidateOptions<AiOptions>;

/// <summary>A time zone has to exist on this machine.</summary>
internal sealed class AiTimeZoneValidator : IValidateOptions<AiOptions>
{
    public ValidateOptionsResult Validate(string? name, AiOptions options) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Ai:TimeZone '{options.TimeZone}' is no time zone: use a name such as Asia/Shanghai.");
}
