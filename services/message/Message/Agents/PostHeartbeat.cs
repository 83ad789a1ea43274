using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Message.Agents;

/// <summary>An agent says that it lives, every 30 s.</summary>
internal static class PostHeartbeat
{
    public static void MapPostHeartbeat(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/heartbeat", Handle).WithName("message.PostHeartbeat").RequireAuthorization(Policies.Agent);

    private static async Task<Ok<Dictionary<string, object>>> Handle(
        HttpRequest request, ClaimsPrincipal user, AgentSighting sighting, TimeProvider time, CancellationToken ct)
    {
        var report = await HeartbeatReport.ReadAsync(request, ct);
        await sighting.BeatAsync(user.AgentId(), report, ct);
        return TypedResults.Ok(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["received"] = true,
            ["server_time"] = time.GetUtcNow(),
        });
    }
}
