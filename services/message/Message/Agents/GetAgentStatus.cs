using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;
using WeChatPlatform.Message.Fleet;

namespace WeChatPlatform.Message.Agents;

/// <summary>Which agents there are, whether they live, and what keeps them from sending.</summary>
internal static class GetAgentStatus
{
    /// <summary>Three heartbeats.</summary>
    internal static readonly TimeSpan OnlineWithin = TimeSpan.FromSeconds(90);

    private const string Offline = "offline";

    internal sealed record Response(int Total, IReadOnlyList<Agent> Agents);

    /// <remarks>
    /// <paramref name="Lease"/> is the number of the process that has the account until <paramref name="LeaseUntil"/>; absent
    /// when none has. <paramref name="HeldReason"/> and the counts before it are what the agent's last heartbeat said.
    /// </remarks>
    internal sealed record Agent(
        string AgentId, bool Online, DateTimeOffset LastSeenAt, int OpenDeliveries, int? QueuedMessages, int OpenGaps, long? Gaps, int? JournalSetAside,
        int? ExcludedChats, string? HeldReason, bool Stopped, DateTimeOffset? StoppedAt, string? StopReason, long? Lease,
        DateTimeOffset? LeaseUntil)
    {
        /// <summary>offline, or how its window is, by its last heartbeat; absent when none said.</summary>
        public string? Health => Online ? Desktop : Offline;

        /// <summary>Its last sign of life, when that is too long ago; absent while it is online.</summary>
        public DateTimeOffset? OfflineSince => Online ? null : LastSeenAt;

        public string? ClientVersion { get; init; }

        /// <summary>When the last heartbeat came; absent before the first. So is all below that it did not say.</summary>
        public DateTimeOffset? LastHeartbeatAt { get; init; }

        public long? Heartbeats { get; init; }

        public string? Desktop { get; init; }

        public bool? WxOnline { get; init; }

        public long? MessagesProcessed { get; init; }

        public long? OldestUndeliveredSeconds { get; init; }

        public DateTimeOffset? LastVerifiedSendAt { get; init; }

        public int? AmbiguousChats { get; init; }

        public string? Profile { get; init; }

        public string? AgentVersion { get; init; }

        public string? Os { get; init; }

        public double? CpuPercent { get; init; }

        public double? MemoryPercent { get; init; }

        public double? DiskPercent { get; init; }

        public double? AgentCpuPercent { get; init; }

        public int? AgentMemoryMb { get; init; }
    }

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
                agent.LeaseUntil > now ? agent.LeaseUntil : null)
            {
                ClientVersion = agent.ClientVersion,
            })
            .ToListAsync(ct);
        var heartbeats = await context.Set<LastHeartbeat>().AsNoTracking().ToDictionaryAsync(heartbeat => heartbeat.AgentId, ct);
        return TypedResults.Ok(new Response(agents.Count, agents.ConvertAll(agent => Told(agent, heartbeats.GetValueOrDefault(agent.AgentId)))));
    }

    private static Agent Told(Agent agent, LastHeartbeat? heartbeat) => heartbeat is null ? agent : agent with
    {
        LastHeartbeatAt = heartbeat.ReceivedAt,
        Heartbeats = heartbeat.Heartbeats,
        Desktop = heartbeat.Desktop,
        WxOnline = heartbeat.WxOnline,
        MessagesProcessed = heartbeat.MessagesProcessed,
        OldestUndeliveredSeconds = heartbeat.OldestUndeliveredSeconds,
        LastVerifiedSendAt = heartbeat.LastVerifiedSendAt,
        AmbiguousChats = heartbeat.AmbiguousChats,
        Profile = heartbeat.Profile,
        AgentVersion = heartbeat.AgentVersion,
        Os = heartbeat.Os,
        CpuPercent = heartbeat.CpuPercent,
        MemoryPercent = heartbeat.MemoryPercent,
        DiskPercent = heartbeat.DiskPercent,
        AgentCpuPercent = heartbeat.AgentCpuPercent,
        AgentMemoryMb = heartbeat.AgentMemoryMb,
    };
}
