namespace WeChatPlatform.Contracts;

/// <summary>
/// Access was taken away: tokens that rest on these grants (the ids of agents' keys) are refused from now on, and connections
/// with them end. Published by the gateway at a revocation, and again as long as such tokens could be within their time, so
/// that a process that has just started hears it too. Read by every process; hearing it twice changes nothing.
/// </summary>
public sealed record AccessRevoked(IReadOnlyList<Guid> GrantIds, DateTimeOffset At);
