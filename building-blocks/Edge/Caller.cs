using System.Security.Claims;

namespace WeChatPlatform.Edge;

/// <summary>Who makes a request: a WeChat PC's agent or a console user.</summary>
/// <remarks>
/// <paramref name="Id"/> is the agent's id or the user's name. <paramref name="Role"/> is a console user's, absent for an
/// agent. <paramref name="Desktop"/> is an agent's, simulated or real, absent for a user.
/// </remarks>
public sealed record Caller(string Id, string Kind, string? Role = null, string? Desktop = null)
{
    public const string AgentKind = "agent";
    public const string UserKind = "user";
    public const string RealDesktop = "real";
    public const string SimulatedDesktop = "simulated";

    public bool IsAgent => Kind == AgentKind;

    public static Caller Agent(string agentId, string desktop) => new(agentId, AgentKind, Desktop: desktop);

    public static Caller User(string username, string role) => new(username, UserKind, role);
}

public static class CallerClaims
{
    internal const string Id = "sub";
    internal const string Kind = "kind";
    internal const string Role = "role";
    internal const string Desktop = "desktop";

    /// <summary>The caller whose token was checked; absent for a stranger.</summary>
    public static Caller? Caller(this ClaimsPrincipal principal) =>
        principal.FindFirstValue(Id) is { } id && principal.FindFirstValue(Kind) is { } kind
            ? new Caller(id, kind, principal.FindFirstValue(Role), principal.FindFirstValue(Desktop))
            : null;

    internal static IEnumerable<Claim> Claims(this Caller caller)
    {
        yield return new Claim(Id, caller.Id);
        yield return new Claim(Kind, caller.Kind);
        if (caller.Role is not null)
        {
            yield return new Claim(Role, caller.Role);
        }

        if (caller.Desktop is not null)
        {
            yield return new Claim(Desktop, caller.Desktop);
        }
    }
}
