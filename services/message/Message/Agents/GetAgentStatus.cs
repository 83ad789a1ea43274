using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Message.Agents;

/// <summary>Which agents there are and whether they live.</summary>
internal static class GetAgentStatus
{
    /// <summary>Three heartbeats.</summary>
    internal static readonly TimeSpan OnlineWithin = TimeSpan.FromSeconds(90);

    internal sealed record Response(int Total, IReadOnlyList<Agent> Agents);

    internal sealed record Agent(string AgentId, bool Online, DateTimeOffset LastSeenAt, int OpenDeliveries, int? QueuedMessages, int OpenGaps);

    public static void MapGetAgentStatus(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/agents/status", Handle).WithName("message.GetAgentStatus").RequireAuthorization(Policies.Viewer);

    private static async Task<Ok<Response>> Handle(MessageDbContext context, TimeProvider time, CancellationToken ct)
    {
        var since = time.GetUtcNow() - OnlineWithin;
        var agents = await context.Agents.AsNoTracking()
            .OrderBy(agent => agent.AgentId)
            .Select(agent => new Agent(
                agent.AgentId,
                agent.LastSeenAt >= since,
                agent.LastSeenAt,
                context.Decisions.Count(d => d.AgentId == agent.AgentId
                    && (d.DeliveryState == "waiting" || d.DeliveryState == "claimed")),
                agent.QueuedMessages,
                context.Gaps.Count(gap => gap.AgentId == agent.AgentId && gap.SettledAt == null)))
            .ToListAsync(ct);
        return TypedResults.Ok(new Response(agents.Count, agents));
    }
}
