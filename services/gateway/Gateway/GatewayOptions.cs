using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using WeChatPlatform.Gateway.Login;

namespace WeChatPlatform.Gateway;

/// <summary>Identities: what the first start creates, and how often somebody may try to log in.</summary>
public sealed class GatewayOptions
{
    public const string Section = "Gateway";

    /// <summary>Folder that the first start writes first-credentials.json into; made when it is not there.</summary>
    [Required]
    public string DataFolder { get; set; } = "data";

    /// <summary>Id of the agent whose key the first start creates.</summary>
    [Required]
    [RegularExpression(AgentIds.Pattern)]
    public string FirstAgentId { get; set; } = "agent-1";

    /// <summary>Which desktop the first agent works on: real or simulated.</summary>
    [RegularExpression("^(real|simulated)$", ErrorMessage = "Gateway:FirstAgentDesktop is real or simulated.")]
    public string FirstAgentDesktop { get; set; } = "real";

    /// <summary>Name of the administrator whom the first start creates.</summary>
    [Required]
    [StringLength(64)]
    public string FirstAdminName { get; set; } = "admin";

    /// <summary>How often one address may try to log in within a minute.</summary>
    [Range(1, 10_000)]
    public int LoginsPerMinute { get; set; } = 30;

    /// <summary>How long a refused login waits for its answer, in milliseconds.</summary>
    [Range(0, 10_000)]
    public int RefusalDelayMilliseconds { get; set; } = 300;

    /// <summary>When somebody who gives wrong secrets must wait.</summary>
    [ValidateObjectMembers]
    public LockoutOptions Lockout { get; set; } = new();

    /// <summary>
    /// How often a replica looks for keys that another one revoked and tells all processes again, in seconds: the longest that
    /// a token of a revoked key is taken by a process that missed the first word.
    /// </summary>
    [Range(1, 300)]
    public int RevocationSeconds { get; set; } = 15;

    /// <summary>Most keys of one agent that are valid at the same time: the old one and the new one while they change.</summary>
    [Range(1, 10)]
    public int MaxKeysPerAgent { get; set; } = 3;
}

[OptionsValidator]
internal sealed partial class GatewayOptionsValidator : IValidateOptions<GatewayOptions>;
