using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai.Caching;

/// <summary>Whether answers are used again, and for how long.</summary>
internal sealed class AnswerCacheOptions
{
    public const string Section = "Ai:AnswerCache";

    /// <summary>Off: every question is answered anew.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How long an answer may be used again, in minutes. A change of prompt, knowledge, ERP facts or customer ends it at once.</summary>
    [Range(1, 7 * 24 * 60)]
    public int Minutes { get; set; } = 1440;

    /// <summary>Whether an answer that rests on one FAQ pair alone serves other wordings of its question (a match of at least 0.95).</summary>
    public bool ByMeaning { get; set; } = true;
}

[OptionsValidator]
internal sealed partial class AnswerCacheOptionsValidator : IValidateOptions<AnswerCacheOptions>;
