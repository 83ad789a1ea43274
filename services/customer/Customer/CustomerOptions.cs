using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Customer;

/// <summary>How customers are graded, and how long they are remembered.</summary>
public sealed class CustomerOptions
{
    public const string Section = "Customer";

    /// <summary>Share of satisfaction in the score, in percent. The three shares make 100.</summary>
    [Range(0, 100)]
    public int SatisfactionPercent { get; set; } = 40;

    /// <summary>Share of activity in the score, in percent.</summary>
    [Range(0, 100)]
    public int ActivityPercent { get; set; } = 30;

    /// <summary>Share of the customer's value in the score, in percent.</summary>
    [Range(0, 100)]
    public int ValuePercent { get; set; } = 30;

    /// <summary>A score from here on is white.</summary>
    [Range(1, 100)]
    public int WhiteFrom { get; set; } = 80;

    /// <summary>A score from here on, and below white, is gray; what is lower is black.</summary>
    [Range(0, 100)]
    public int GrayFrom { get; set; } = 40;

    /// <summary>How long it is remembered who is behind a contact, in minutes; a change has effect at once.</summary>
    [Range(1, 24 * 60)]
    public int ContactCacheMinutes { get; set; } = 60;
}

[OptionsValidator]
internal sealed partial class CustomerOptionsValidator : IValidateOptions<CustomerOptions>;

/// <summary>What no single range can say: shares are shares of a whole, and gray lies below white.</summary>
internal sealed class GradeRulesAgree : IValidateOptions<CustomerOptions>
{
    public ValidateOptionsResult Validate(string? name, CustomerOptions options)
    {
        var faults = new List<string>();
        var sum = options.SatisfactionPercent + options.ActivityPercent + options.ValuePercent;
        if (sum != 100)
        {
            faults.Add($"Customer:SatisfactionPercent, ActivityPercent and ValuePercent make {sum}, not 100.");
        }

        if (options.GrayFrom >= options.WhiteFrom)
        {
            faults.Add($"Customer:GrayFrom ({options.GrayFrom}) must be below Customer:WhiteFrom ({options.WhiteFrom}).");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
