using WeChatPlatform.Edge;

namespace WeChatPlatform.Platform.Tests.Access;

/// <summary>Somebody who tries every door.</summary>
/// <remarks>
/// <paramref name="Caller"/> is absent for who has no token. <paramref name="IsRefused"/>: the token is not taken, whoever it
/// names.
/// </remarks>
internal sealed record WalkingCaller(string Name, Caller? Caller, bool IsRefused = false)
{
    /// <summary>The key behind one of the agents' tokens; every host is told that it was revoked.</summary>
    public static Guid RevokedKey { get; } = new("6f0d5f2e-93a1-4a9e-8f39-0d6c6f1f9a01");

    /// <summary>Every kind of caller that the platform knows, and those it must not know.</summary>
    public static IReadOnlyList<WalkingCaller> All { get; } =
    [
        new("nobody", null),
        new("agent", Edge.Caller.Agent("agent-1", Edge.Caller.SimulatedDesktop)),
        new("agent with a revoked key", Edge.Caller.Agent("agent-1", Edge.Caller.SimulatedDesktop, RevokedKey), IsRefused: true),
        new("viewer", Edge.Caller.User("viewer", Policies.Viewer)),
        new("operator", Edge.Caller.User("operator", Policies.Operator)),
        new("admin", Edge.Caller.User("admin", Policies.Admin)),
        new("user of an unknown role", Edge.Caller.User("somebody", "owner")),
        new("agent that says it is an administrator", new Edge.Caller("agent-1", Edge.Caller.AgentKind, Policies.Admin)),
        new("service", Edge.Caller.Service("ai")),
        new("service that says it is an administrator", new Edge.Caller("ai", Edge.Caller.ServiceKind, Policies.Admin)),
        new("caller of an unknown kind", new Edge.Caller("somebody", "robot", Policies.Admin)),
    ];

    /// <summary>What an endpoint under this rule must answer: "401", "403" or "let in".</summary>
    public string Expected(string access) =>
        access == Policies.Open ? "let in"
        : Caller is null || IsRefused ? "401"
        : Policies.Allows(access, Caller) ? "let in"
        : "403";
}
