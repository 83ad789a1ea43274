using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Gateway.Host;

/// <summary>
/// Where the services are: http addresses without a path, the replicas of one service separated by commas. A name that
/// stands for several machines is all of them.
/// </summary>
internal sealed class ServicesOptions
{
    public const string Section = "Gateway:Services";
    private const string Address = @"^https?://[^/?#,\s]+/?(\s*,\s*https?://[^/?#,\s]+/?)*$";
    private const string Form = " is missing or no address such as http://service:8080, or several with commas between them.";

    [Required(ErrorMessage = Section + ":message" + Form)]
    [RegularExpression(Address, ErrorMessage = Section + ":message" + Form)]
    [ConfigurationKeyName("message")]
    public string Message { get; set; } = "";

    [Required(ErrorMessage = Section + ":ai" + Form)]
    [RegularExpression(Address, ErrorMessage = Section + ":ai" + Form)]
    [ConfigurationKeyName("ai")]
    public string Ai { get; set; } = "";

    [Required(ErrorMessage = Section + ":rag" + Form)]
    [RegularExpression(Address, ErrorMessage = Section + ":rag" + Form)]
    [ConfigurationKeyName("rag")]
    public string Rag { get; set; } = "";

    [Required(ErrorMessage = Section + ":customer" + Form)]
    [RegularExpression(Address, ErrorMessage = Section + ":customer" + Form)]
    [ConfigurationKeyName("customer")]
    public string Customer { get; set; } = "";

    [Required(ErrorMessage = Section + ":erp-sync" + Form)]
    [RegularExpression(Address, ErrorMessage = Section + ":erp-sync" + Form)]
    [ConfigurationKeyName("erp-sync")]
    public string ErpSync { get; set; } = "";

    [Required(ErrorMessage = Section + ":analytics" + Form)]
    [RegularExpression(Address, ErrorMessage = Section + ":analytics" + Form)]
    [ConfigurationKeyName("analytics")]
    public string Analytics { get; set; } = "";

    /// <summary>Most bytes of a forwarded file. Each service has its own, smaller limit; other requests have the edge's.</summary>
    [Range(1_024, 4_294_967_296)]
    public long MaxRequestBytes { get; set; } = 104_857_600;

    /// <summary>How often each replica is asked whether it is ready, in seconds.</summary>
    [Range(0.2, 60)]
    public double ProbeSeconds { get; set; } = 1;

    /// <summary>How often the names of services are looked up again, in seconds: replicas come and go.</summary>
    [Range(1, 3600)]
    public double LookUpSeconds { get; set; } = 5;
}

[OptionsValidator]
internal sealed partial class ServicesOptionsValidator : IValidateOptions<ServicesOptions>;
