using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Contracts;
using WeChatPlatform.Edge;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Gateway.Keys;

/// <summary>
/// Ends a key, the tokens that it gave out and the sockets that were opened with them. A second time changes nothing.
/// </summary>
internal static class RevokeAgentKey
{
    public static void MapRevokeAgentKey(this IEndpointRouteBuilder routes) =>
        routes.MapDelete("/agents/keys/{keyId:guid}", Handle)
            .RequireAuthorization(Policies.Admin)
            .WithName("gateway.RevokeAgentKey");

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        Guid keyId,
        GatewayDbContext database,
        IOutbox<GatewayDbContext> outbox,
        RevokedAccess revoked,
        TimeProvider time,
        ILogger<GatewayModule> logger,
        CancellationToken ct)
    {
        if (await database.AgentKeys.SingleOrDefaultAsync(k => k.Id == keyId, ct) is not { } key)
        {
            return TypedResults.Problem("没有这个密钥 / There is no such key.", statusCode: 404, title: "not_found");
        }

        if (key.RevokedAt is null)
        {
            var now = time.GetUtcNow();
            key.RevokedAt = now;
            outbox.Publish(new AccessRevoked([key.Id], now), RevokedKeys.OrderingKey);
            await database.SaveChangesAsync(ct);
            revoked.Add([key.Id]);
            logger.AgentKeyRevoked(key.Id, key.AgentId);
        }

        return TypedResults.NoContent();
    }
}
