using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Message.Agents;

/// <summary>
/// Lets an account send nothing until it is resumed. The gate reads the agent's row under a lock: once the stop is answered,
/// no Enter is granted any more. What waits meanwhile may grow too old to be said.
/// </summary>
internal static class StopAgent
{
    internal sealed record Request(string? Reason);

    internal sealed record Response(string AgentId, bool Stopped, DateTimeOffset? StoppedAt, string? StopReason);

    public static void MapStopAgent(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/agents/{agentId}/stop", Stop).WithName("message.StopAgent").RequireAuthorization(Policies.Operator);
        routes.MapPost("/agents/{agentId}/resume", Resume).WithName("message.ResumeAgent").RequireAuthorization(Policies.Operator);
    }

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Stop(
        string agentId, Request? request, ClaimsPrincipal user, MessageDbContext context, TimeProvider time, ILogger<MessageModule> logger,
        CancellationToken ct)
    {
        if (request is { Reason.Length: > 200 })
        {
            return TypedResults.Problem(
                "reason 最多 200 个字符 / reason has at most 200 characters",
                statusCode: StatusCodes.Status400BadRequest, title: "invalid_stop");
        }

        var answer = await ChangeAsync(context, agentId, time.GetUtcNow(), request?.Reason?.Replace("\0", "", StringComparison.Ordinal), ct);
        if (answer.Result is Ok<Response>)
        {
            logger.AgentStopped(agentId, user.Caller()!.Id);
        }

        return answer;
    }

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Resume(
        string agentId, ClaimsPrincipal user, MessageDbContext context, ILogger<MessageModule> logger, CancellationToken ct)
    {
        var answer = await ChangeAsync(context, agentId, stoppedAt: null, reason: null, ct);
        if (answer.Result is Ok<Response>)
        {
            logger.AgentResumed(agentId, user.Caller()!.Id);
        }

        return answer;
    }

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> ChangeAsync(
        MessageDbContext context, string agentId, DateTimeOffset? stoppedAt, string? reason, CancellationToken ct) =>
        await context.Agents
            .Where(agent => agent.AgentId == agentId)
            .ExecuteUpdateAsync(
                set => set.SetProperty(agent => agent.StoppedAt, stoppedAt).SetProperty(agent => agent.StopReason, reason), ct) == 0
            ? TypedResults.Problem(
                "没有这个客户端 / no such agent", statusCode: StatusCodes.Status404NotFound, title: "agent_not_found")
            : TypedResults.Ok(new Response(agentId, stoppedAt is not null, stoppedAt, reason));
}
