using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai.Prompts;

/// <summary>
/// How many tokens, as <c>TokenEstimate</c> counts them, each part of a prompt may take. What the instructions and the question
/// leave of the whole is shared by ERP facts, evidence and history, in this order.
/// </summary>
internal sealed class PromptOptions
{
    public const string Section = "Ai:Prompts";

    /// <summary>Most tokens of a whole prompt.</summary>
    [Range(300, 200_000)]
    public int MaxTokens { get; set; } = 1200;

    /// <summary>Most tokens of knowledge. A prompt whose instructions would not leave this much room is not published.</summary>
    [Range(50, 100_000)]
    public int EvidenceTokens { get; set; } = 600;

    /// <summary>Most tokens of facts from the ERP.</summary>
    [Range(0, 100_000)]
    public int ErpTokens { get; set; } = 300;

    /// <summary>Most tokens of earlier lines.</summary>
    [Range(0, 100_000)]
    public int HistoryTokens { get; set; } = 400;

    /// <summary>Tokens that ERP facts and evidence leave to the newest earlier lines, when there are any.</summary>
    [Range(0, 100_000)]
    public int HistoryReserve { get; set; } = 120;

    /// <summary>Most tokens of the question.</summary>
    [Range(20, 100_000)]
    public int QuestionTokens { get; set; } = 400;

    /// <summary>IANA name of the zone in which a prompt says what day it is.</summary>
    [Required, StringLength(60)]
    public string TimeZone { get; set; } = "Asia/Shanghai";

    /// <summary>How often a process looks for published prompts whose broadcast did not arrive, in seconds.</summary>
    [Range(1, 3600)]
    public int RefreshSeconds { get; set; } = 30;
}

[OptionsValidator]
internal sealed partial class PromptOptionsValidator : IValidateOptions<PromptOptions>;

/// <summary>What one attribute cannot say.</summary>
internal sealed class PromptOptionsFit : IValidateOptions<PromptOptions>
{
    public ValidateOptionsResult Validate(string? name, PromptOptions options)
    {
        List<string> faults = [];
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out var zone) || !zone.HasIanaId)
        {
            faults.Add($"{PromptOptions.Section}:TimeZone '{options.TimeZone}' is no IANA time zone: use a name such as Asia/Shanghai.");
        }

        if (options.EvidenceTokens + options.HistoryReserve >= options.MaxTokens)
        {
            faults.Add($"{PromptOptions.Section}:MaxTokens must be greater than EvidenceTokens and HistoryReserve together.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
