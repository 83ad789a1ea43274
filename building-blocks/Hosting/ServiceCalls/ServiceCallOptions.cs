using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Hosting;

/// <summary>How one service asks another over HTTP, where an event would be too late or too large.</summary>
public sealed class ServiceCallOptions
{
    public const string Section = "ServiceCalls";

    /// <summary>
    /// Where the services are, by name: http addresses without a path, the replicas of one service separated by commas. A service that runs in
    /// this process needs none.
    /// </summary>
    public IDictionary<string, string> Services { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How long the token of one call is valid, in seconds.</summary>
    [Range(5, 600)]
    public int TokenSeconds { get; set; } = 60;

    /// <summary>Longest that one call may take, in seconds, the tries at several replicas together.</summary>
    [Range(0.1, 300)]
    public double TimeoutSeconds { get; set; } = 10;

    /// <summary>How long a connection may take to be made, in seconds, before another replica is asked.</summary>
    [Range(0.1, 60)]
    public double ConnectSeconds { get; set; } = 2;

    /// <summary>Most bytes of an answer that is read as a whole. Who reads an answer as a stream bounds it.</summary>
    [Range(1_024, 1_073_741_824)]
    public int MaxAnswerBytes { get; set; } = 1_048_576;
}

[OptionsValidator]
internal sealed partial class ServiceCallOptionsValidator : IValidateOptions<ServiceCallOptions>;

/// <summary>Every address is one that a request can be sent to.</summary>
internal sealed partial class ServiceAddressesValidator : IValidateOptions<ServiceCallOptions>
{
    public ValidateOptionsResult Validate(string? name, ServiceCallOptions options)
    {
        var faults = options.Services
            .Where(service => !Address().IsMatch(service.Value))
            .Select(service => $"{ServiceCallOptions.Section}:Services:{service.Key} is no address such as http://service:8080, "
                + "or several with commas between them.")
            .ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    [GeneratedRegex(@"^https?://[^/?#,\s@]+/?(\s*,\s*https?://[^/?#,\s@]+/?)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();
}
