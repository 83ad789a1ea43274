using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Message.Agents;

internal static class AgentIdentity
{
    /// <summary>The agent that is logged in; the Agent policy has made sure that there is one.</summary>
    public static Caller Agent(this ClaimsPrincipal user) =>
        user.Caller() ?? throw new InvalidOperationException("The token names no agent.");

    public static string AgentId(this ClaimsPrincipal user) => user.Agent().Id;

    /// <summary>An agent speaks for another one.</summary>
    public static ProblemHttpResult Mismatch() => TypedResults.Problem(
        "agent_id 与登录的客户端不一致 / agent_id is not the agent that is logged in",
        statusCode: StatusCodes.Status403Forbidden, title: "agent_mismatch");

    /// <summary>
    /// What the account's machine may do by itself: its own setting, else the one for its kind of desktop. That it is
    /// simulated is written into its key by an administrator, never claimed by itself.
    /// </summary>
    public static string AutonomyOf(this MessageOptions options, Caller agent) =>
        options.AgentAutonomy.TryGetValue(agent.Id, out var own) ? own
        : agent.Desktop == Caller.SimulatedDesktop ? options.SimulatedAutonomy
        : options.Autonomy;
}
