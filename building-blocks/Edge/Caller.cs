using System.Globalization;
using System.Security.Claims;

namespace WeChatPlatform.Edge;

/// <summary>Who makes a request: a WeChat PC's agent, a console user, or another service of the platform.</summary>
/// <remarks>
/// <paramref name="Id"/> is the agent's id, the user's name or the service's name. <paramref name="Role"/> is a console user's, absent for an
/// agent. <paramref name="Desktop"/> is an agent's, simulated or real, absent for a user. <paramref name="Grant"/> is what
/// the access rests on, the id of an agent's key: when it is taken away, all its tokens are refused. Absent: nothing can
/// end a token but its time.
/// </remarks>
public sealed record Caller(string Id, string Kind, string? Role = null, string? Desktop = null, Guid? Grant = null)
{
    public const string AgentKind = "agent";
    public const string UserKind = "user";
    public const string ServiceKind = "service";
    public const string RealDesktop = "real";
    public const string SimulatedDesktop = "simulated";

    public bool IsAgent => Kind == AgentKind;

    public bool IsService => Kind == ServiceKind;

    public static Caller Agent(string agentId, string desktop, Guid? grant = null) =>
        new(agentId, AgentKind, Desktop: desktop, Grant: grant);

    public static Caller User(string username, string role) => new(username, UserKind, role);

    public static Caller Service(string name) => new(name, ServiceKind);
}

public static class CallerClaims
{
    internal const string Id = "sub";
    internal const string Kind = "kind";
    internal const string Role = "role";
    internal const string Desktop = "desktop";
    internal const string Grant = "grant";

    /// <summary>The caller whose token was checked; absent for a stranger.</summary>
    public static Caller? Caller(this ClaimsPrincipal principal) =>
        principal.FindFirstValue(Id) is { } id && principal.FindFirstValue(Kind) is { } kind
            ? new Caller(
                id, kind, principal.FindFirstValue(Role), principal.FindFirstValue(Desktop), principal.GrantOf())
            : null;

    internal static DateTimeOffset? IssuedAt(this ClaimsPrincipal principal) => principal.Moment("iat");

    internal static DateTimeOffset? ExpiresAt(this ClaimsPrincipal principal) => principal.Moment("exp");

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

        if (caller.Grant is { } grant)
        {
            yield return new Claim(Grant, grant.ToString("N"));
        }
    }

    private static Guid? GrantOf(this ClaimsPrincipal principal) =>
        Guid.TryParseExact(principal.FindFirstValue(Grant), "N", out var grant) ? grant : null;

    private static DateTimeOffset? Moment(this ClaimsPrincipal principal, string claim) =>
        long.TryParse(principal.FindFirstValue(claim), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
