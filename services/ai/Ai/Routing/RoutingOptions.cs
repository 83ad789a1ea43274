using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai.Routing;

/// <summary>Which of the providers that are set up is asked what.</summary>
internal sealed class RoutingOptions
{
    public const string Section = "Ai:Routing";

    /// <summary>
    /// cost: what the rules prefer, then the cheapest that is good enough; quality: the best; speed: the fastest that is good enough;
    /// priority: the providers in their order, each with its own model.
    /// </summary>
    [Required, RegularExpression("cost|quality|speed|priority")]
    public string Strategy { get; set; } = "cost";

    /// <summary>A JSON file that stands in for the rules that come with the platform (docs/configuration.md); empty takes those.</summary>
    public string RulesFile { get; set; } = "";

    /// <summary>Most models that one question may be put to, the first included.</summary>
    [Range(1, 10)]
    public int MaxTargets { get; set; } = 4;
}

[OptionsValidator]
internal sealed partial class RoutingOptionsValidator : IValidateOptions<RoutingOptions>;

/// <summary>A file of rules is read and checked before the first customer writes.</summary>
internal sealed class RoutingRulesValidator : IValidateOptions<RoutingOptions>
{
    public ValidateOptionsResult Validate(string? name, RoutingOptions options)
    {
        try
        {
            var faults = RoutingRules.Load(options.RulesFile).Faults().Select(fault => $"Ai:Routing:RulesFile: {fault}").ToList();
            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
        catch (JsonException failure)
        {
            return ValidateOptionsResult.Fail($"Ai:Routing:RulesFile is no file of rules: {failure.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return ValidateOptionsResult.Fail($"Ai:Routing:RulesFile cannot be read: {options.RulesFile}");
        }
    }
}
