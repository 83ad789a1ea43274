using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Message.Agents;

/// <summary>Which agents there are, whether they live, and what keeps them from sending.</summary>
internal static class GetAgentStatus
{
    /// <summary>Three heartbeats.</summary>
    internal static readonly TimeSpan OnlineWithin = TimeSpan.FromSeconds(90);

    internal sealed record Response(int Total, IReadOnlyList<Agent> Agents);

    /// <remarks>
    /// <paramref name="Lease"/> is the number of the process that has the account until <paramref name="LeaseUntil"/>; absent
    /// when none has. <paramref name="HeldReason"/> and the counts before it are what the agent's last heartbeat said.
    /// </remarks>
    internal sealed record Agent(
        string AgentId, bool Online, DateTimeOffset LastSeenAt, int OpenDeliveries, int? QueuedMessages, int OpenGaps, long? Gaps, int? JournalSetAside,
        int? ExcludedChats, string? HeldReason, bool Stopped, DateTimeOffset? StoppedAt, string? StopReason, long? Lease,
        DateTimeOffset? LeaseUntil);

    public static void MapGetAgentStatus(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/agents/status", Handle).WithName("message.GetAgentStatus").RequireAuthorization(Policies.Viewer);

    private static async Task<Ok<Response>> Handle(MessageDbContext context, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var since = now - OnlineWithin;
        var agents = await context.Agents.AsNoTracking()
            .OrderBy(agent => agent.AgentId)
            .Select(agent => new Agent(
                agent.AgentId,
                agent.LastSeenAt >= since,
                agent.LastSeenAt,
                context.Decisions.Count(d => d.AgentId == agent.AgentId
                    && (d.DeliveryState == "waiting" || d.DeliveryState == "claimed")),
                agent.QueuedMessages,
                context.Gaps.Count(gap => gap.AgentId == agent.AgentId && gap.SettledAt == null),
                agent.Gaps,
                agent.JournalSetAside,
                agent.ExcludedChats,
                agent.HeldReason,
                agent.StoppedAt != null,
                agent.StoppedAt,
                agent.StopReason,
                agent.LeaseUntil > now ? agent.Lease : null,
                agent.LeaseUntil > now ? agent.LeaseUntil : null))
            .ToListAsync(ct);
        return TypedResults.Ok(new Response(agents.Count, agents));
    }
}
