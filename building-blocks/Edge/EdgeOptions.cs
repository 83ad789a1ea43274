using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Edge;

/// <summary>
/// Who may call, and how much. The signing key is the same in every process: the gateway signs with it, all check with it.
/// </summary>
public sealed class EdgeOptions
{
    public const string Section = "Edge";

    /// <summary>Secret that tokens are signed with: 32 bytes or more. Name this or a file, not both.</summary>
    public string? SigningKey { get; set; }

    /// <summary>File that holds the secret; white space around it does not count.</summary>
    public string? SigningKeyFile { get; set; }

    /// <summary>Who issues tokens. A token of another issuer is refused.</summary>
    [Required]
    public string Issuer { get; set; } = "wechat-platform";

    /// <summary>Whom tokens are for. A token for somebody else is refused.</summary>
    [Required]
    public string Audience { get; set; } = "wechat-platform";

    /// <summary>How long a token is valid, in hours.</summary>
    [Range(1, 168)]
    public int TokenHours { get; set; } = 24;

    /// <summary>How far the clocks of two machines may differ, in seconds.</summary>
    [Range(0, 300)]
    public int ClockSkewSeconds { get; set; } = 60;

    /// <summary>Most bytes of a request's body. An endpoint that takes more says so itself.</summary>
    [Range(1_024, 1_073_741_824)]
    public long MaxRequestBytes { get; set; } = 1_048_576;

    /// <summary>Requests a second that one identity, or one address that has none, may go on making.</summary>
    [Range(1, 100_000)]
    public int RequestsPerSecond { get; set; } = 200;

    /// <summary>Requests that one identity may make at once before the rate applies.</summary>
    [Range(1, 1_000_000)]
    public int RequestBurst { get; set; } = 400;
}

[OptionsValidator]
internal sealed partial class EdgeOptionsValidator : IValidateOptions<EdgeOptions>;
