using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Hosting;

/// <summary>
/// Makes a value that cannot be bound (a word where a number belongs) a validation fault like any other, so that the start
/// lists it beside the rest instead of stopping at it. The value itself is left out: it may be a secret in the wrong place.
/// </summary>
internal sealed partial class NamedFaultOptionsFactory<TOptions>(
    IEnumerable<IConfigureOptions<TOptions>> setups,
    IEnumerable<IPostConfigureOptions<TOptions>> postConfigures,
    IEnumerable<IValidateOptions<TOptions>> validations) : IOptionsFactory<TOptions>
    where TOptions : class
{
    private readonly OptionsFactory<TOptions> inner = new(setups, postConfigures, validations);

    public TOptions Create(string name)
    {
        try
        {
            return inner.Create(name);
        }
        catch (InvalidOperationException failure) when (BoundKey().Match(failure.Message) is { Success: true } match)
        {
            var fault = $"{match.Groups["key"].Value} is not a {ShortName(match.Groups["type"].Value)}.";
            throw new OptionsValidationException(name, typeof(TOptions), [fault]);
        }
    }

    private static string ShortName(string type) => type[(type.LastIndexOf('.') + 1)..];

    // "Failed to convert configuration value 'x' at 'Hosting:Port' to type 'System.Int32'.", with or without the value.
    [GeneratedRegex("at '(?<key>[^']+)' to type '(?<type>[^']+)'\\.$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BoundKey();
}
