using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Edge;

/// <summary>
/// Who may call, and how much. The signing key is the same in every process: the gateway signs with it, all check with it.
/// </summary>
public sealed class EdgeOptions
{
    public const string Section = "Edge";

    /// <summary>The upper end of <see cref="TokenHours"/>: no token is older, whatever the setting was when it was made.</summary>
    public const int MostTokenHours = 168;

    /// <summary>Secret that tokens are signed with: 32 bytes or more. Name this or a file, not both.</summary>
    public string? SigningKey { get; set; }

    /// <summary>File that holds the secret; white space around it does not count.</summary>
    public string? SigningKeyFile { get; set; }

    /// <summary>Secrets besides the signing key whose tokens are accepted: the next one or the last one while they change.</summary>
    public IList<AcceptedKey> AcceptedKeys { get; set; } = [];

    /// <summary>Who issues tokens. A token of another issuer is refused.</summary>
    [Required]
    public string Issuer { get; set; } = "wechat-platform";

    /// <summary>Whom tokens are for. A token for somebody else is refused.</summary>
    [Required]
    public string Audience { get; set; } = "wechat-platform";

    /// <summary>How long a token is valid, in hours.</summary>
    [Range(1, MostTokenHours)]
    public int TokenHours { get; set; } = 24;

    /// <summary>How far the clocks of two machines may differ, in seconds.</summary>
    [Range(0, 300)]
    public int ClockSkewSeconds { get; set; } = 60;

    /// <summary>Most bytes of a request's body. An endpoint that takes more says so itself.</summary>
    [Range(1_024, 1_073_741_824)]
    public long MaxRequestBytes { get; set; } = 1_048_576;

    /// <summary>Requests a second that one console user may go on making to one process.</summary>
    [Range(1, 100_000)]
    public int RequestsPerSecond { get; set; } = 200;

    /// <summary>Requests that one console user may make at once before the rate applies.</summary>
    [Range(1, 1_000_000)]
    public int RequestBurst { get; set; } = 400;

    /// <summary>Requests a second that one agent may go on making to one process, whichever of its keys it uses.</summary>
    [Range(1, 100_000)]
    public int AgentRequestsPerSecond { get; set; } = 200;

    /// <summary>Requests that one agent may make at once before the rate applies.</summary>
    [Range(1, 1_000_000)]
    public int AgentRequestBurst { get; set; } = 400;

    /// <summary>Requests a second that one service, all its replicas together, may go on making to one process.</summary>
    [Range(1, 100_000)]
    public int ServiceRequestsPerSecond { get; set; } = 1_000;

    /// <summary>Requests that one service may make at once before the rate applies.</summary>
    [Range(1, 1_000_000)]
    public int ServiceRequestBurst { get; set; } = 2_000;

    /// <summary>Requests a second without a valid token that one address may go on making to one process.</summary>
    [Range(1, 100_000)]
    public int StrangerRequestsPerSecond { get; set; } = 50;

    /// <summary>Requests without a valid token that one address may make at once before the rate applies.</summary>
    [Range(1, 1_000_000)]
    public int StrangerRequestBurst { get; set; } = 100;

    /// <summary>
    /// Addresses (10.0.0.7) and networks (10.0.0.0/8) of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.
    /// Empty believes nobody: then the other end of the connection is the client.
    /// </summary>
    public IList<string> TrustedProxies { get; set; } = [];

    /// <summary>Web pages of other origins that may read answers.</summary>
    [ValidateObjectMembers]
    public CrossOrigin Cors { get; set; } = new();
}

/// <summary>A secret that tokens may be signed with until it goes. An entry without key and file is none.</summary>
public sealed class AcceptedKey
{
    internal bool IsGiven => !string.IsNullOrEmpty(Key) || !string.IsNullOrEmpty(KeyFile);

    /// <summary>The secret: 32 bytes or more. Name this or a file, not both.</summary>
    public string? Key { get; set; }

    /// <summary>File that holds the secret; white space around it does not count.</summary>
    public string? KeyFile { get; set; }

    /// <summary>From this moment on its tokens are refused; absent means as long as it is listed.</summary>
    public DateTimeOffset? Until { get; set; }
}

/// <summary>Which web pages of other origins may read answers; none by default.</summary>
public sealed class CrossOrigin
{
    /// <summary>Origins such as https://console.example.com: scheme, host and port, no path, no pattern.</summary>
    public IList<string> Origins { get; set; } = [];

    /// <summary>How long a browser may remember that it may ask, in seconds.</summary>
    [Range(0, 86_400)]
    public int PreflightSeconds { get; set; } = 600;
}

[OptionsValidator]
internal sealed partial class EdgeOptionsValidator : IValidateOptions<EdgeOptions>;
