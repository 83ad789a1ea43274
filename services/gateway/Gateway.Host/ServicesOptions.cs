using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Gateway.Host;

/// <summary>Where the services are: http addresses without a path.</summary>
internal sealed class ServicesOptions
{
    public const string Section = "Gateway:Services";
    private const string Address = "^https?://[^/?#]+/?$";

    [Required]
    [RegularExpression(Address)]
    [ConfigurationKeyName("message")]
    public string Message { get; set; } = "";

    [Required]
    [RegularExpression(Address)]
    [ConfigurationKeyName("ai")]
    public string Ai { get; set; } = "";

    [Required]
    [RegularExpression(Address)]
    [ConfigurationKeyName("rag")]
    public string Rag { get; set; } = "";

    [Required]
    [RegularExpression(Address)]
    [ConfigurationKeyName("customer")]
    public string Customer { get; set; } = "";

    [Required]
    [RegularExpression(Address)]
    [ConfigurationKeyName("erp-sync")]
    public string ErpSync { get; set; } = "";

    [Required]
    [RegularExpression(Address)]
    [ConfigurationKeyName("analytics")]
    public string Analytics { get; set; } = "";

    /// <summary>Most bytes of a forwarded request's body. Each service has its own, smaller limit.</summary>
    [Range(1_024, 4_294_967_296)]
    public long MaxRequestBytes { get; set; } = 104_857_600;
}

[OptionsValidator]
internal sealed partial class ServicesOptionsValidator : IValidateOptions<ServicesOptions>;
