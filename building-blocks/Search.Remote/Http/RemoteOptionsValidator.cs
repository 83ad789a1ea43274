using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Search.Remote;

/// <summary>Ranges of single settings, and what they cannot say. All faults are listed at once.</summary>
internal sealed class RemoteOptionsValidator<TOptions>(string section) : IValidateOptions<TOptions>
    where TOptions : RemoteOptions
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        var faults = results.Select(result => $"{section}: {result.ErrorMessage}").Concat(options.Faults(section)).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
