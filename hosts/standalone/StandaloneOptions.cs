using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Standalone;

/// <summary>What only the one-process shape needs to know.</summary>
public sealed class StandaloneOptions
{
    public const string Section = "Standalone";

    /// <summary>
    /// Where everything is kept: the private database, the signing key, the first credentials. When the platform is
    /// started as root, user postgres must be able to reach it.
    /// </summary>
    [Required]
    public string DataFolder { get; set; } = "data";
}

[OptionsValidator]
internal sealed partial class StandaloneOptionsValidator : IValidateOptions<StandaloneOptions>;
