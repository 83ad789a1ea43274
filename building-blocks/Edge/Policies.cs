using Microsoft.AspNetCore.Authorization;

namespace WeChatPlatform.Edge;

/// <summary>
/// The rules an endpoint may ask for, by name. Every endpoint names one; what names none is refused to everybody
/// who is not logged in. Roles include what is below them: admin > operator > viewer. An agent is none of these, and neither is a service.
/// </summary>
public static class Policies
{
    /// <summary>A WeChat PC's agent, by its key.</summary>
    public const string Agent = "agent";

    /// <summary>Console users who look.</summary>
    public const string Viewer = "viewer";

    /// <summary>Console users who answer and teach.</summary>
    public const string Operator = "operator";

    /// <summary>Console users who change settings, keys and users.</summary>
    public const string Admin = "admin";

    /// <summary>Another service of the platform, and nobody from outside.</summary>
    public const string Service = "service";

    /// <summary>What the API's documents call an endpoint without a rule: login and health.</summary>
    public const string Open = "open";

    /// <summary>The rules that an endpoint may name.</summary>
    public static IReadOnlyList<string> Names { get; } = [Agent, Viewer, Operator, Admin, Service];

    /// <summary>The one table of who may what.</summary>
    public static bool Allows(string policy, Caller caller) => (policy, caller.Kind, caller.Role) switch
    {
        (Agent, Caller.AgentKind, _) => true,
        (Service, Caller.ServiceKind, _) => true,
        (Viewer, Caller.UserKind, Viewer or Operator or Admin) => true,
        (Operator, Caller.UserKind, Operator or Admin) => true,
        (Admin, Caller.UserKind, Admin) => true,
        _ => false,
    };

    /// <summary>The rule that an endpoint's metadata names; absent when it names none, or more than one.</summary>
    public static string? Of(IEnumerable<object> metadata)
    {
        var all = metadata.ToList();
        if (all.OfType<IAllowAnonymous>().Any())
        {
            return Open;
        }

        return all.OfType<IAuthorizeData>().Select(rule => rule.Policy).Distinct().ToList() is [{ } one] && Names.Contains(one)
            ? one
            : null;
    }
}
