using System.Security.Claims;

namespace WeChatPlatform.Message.Agents;

internal static class AgentIdentity
{
    /// <summary>The agent that is logged in; the Agent policy has made sure that there is one.</summary>
    public static string AgentId(this ClaimsPrincipal user) =>
        user.FindFirstValue("sub") ?? throw new InvalidOperationException("The token names no agent.");

    /// <summary>True when the agent drives the simulated desktop. Written into its key by an administrator, never claimed by itself.</summary>
    public static bool IsSimulated(this ClaimsPrincipal user) => user.FindFirstValue("desktop") == "simulated";
}

internal static class AgentAutonomy
{
    /// <summary>The account's own setting, else the one for its kind of desktop.</summary>
    public static string Of(string agentId, bool simulated, MessageOptions options) =>
        options.AgentAutonomy.TryGetValue(agentId, out var own) ? own
        : simulated ? options.SimulatedAutonomy
        : options.Autonomy;
}
