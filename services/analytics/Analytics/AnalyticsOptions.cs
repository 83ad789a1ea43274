using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Analytics;

internal sealed class AnalyticsOptions
{
    public const string Section = "Analytics";

    /// <summary>The IANA name of the zone whose midnight starts a day. Facts keep instants: changing it regroups the past too.</summary>
    [Required]
    public string TimeZone { get; set; } = "Asia/Shanghai";

    /// <summary>An agent counts as online for so long after its last sign of life, in seconds.</summary>
    [Range(5, 3600)]
    public int OnlineSeconds { get; set; } = 90;
}

[OptionsValidator]
internal sealed partial class AnalyticsOptionsValidator : IValidateOptions<AnalyticsOptions>;

/// <summary>The zone must be known here and, by the same name, to PostgreSQL; both know the IANA names.</summary>
internal sealed class TimeZoneValidator : IValidateOptions<AnalyticsOptions>
{
    public ValidateOptionsResult Validate(string? name, AnalyticsOptions options) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out var zone) && zone.HasIanaId
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Analytics:TimeZone '{options.TimeZone}' is no IANA time zone: use a name such as Asia/Shanghai.");
}
