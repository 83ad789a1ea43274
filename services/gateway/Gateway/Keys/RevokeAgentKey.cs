using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Gateway.Keys;

/// <summary>Ends a key. A second time changes nothing. Tokens that the key gave out stay valid until they end.</summary>
internal static class RevokeAgentKey
{
    public static void MapRevokeAgentKey(this IEndpointRouteBuilder routes) =>
        routes.MapDelete("/agents/keys/{keyId:guid}", Handle)
            .RequireAuthorization(Policies.Admin)
            .WithName("gateway.RevokeAgentKey");

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        Guid keyId, GatewayDbContext database, TimeProvider time, ILogger<GatewayModule> logger, CancellationToken ct)
    {
        if (await database.AgentKeys.SingleOrDefaultAsync(k => k.Id == keyId, ct) is not { } key)
        {
            return TypedResults.Problem("没有这个密钥 / There is no such key.", statusCode: 404, title: "not_found");
        }

        if (key.RevokedAt is null)
        {
            key.RevokedAt = time.GetUtcNow();
            await database.SaveChangesAsync(ct);
            logger.AgentKeyRevoked(key.Id, key.AgentId);
        }

        return TypedResults.NoContent();
    }
}
