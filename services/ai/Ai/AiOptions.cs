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

    /// <summary>Put before several ERP facts when no model words them.</summary>
    [Required, StringLength(200)]
    public string FactsIntroduction { get; set; } = "为您查到以下信息：";
}

[OptionsValidator]
internal sealed partial class AiOptionsValidator : IValidateOptions<AiOptions>;
