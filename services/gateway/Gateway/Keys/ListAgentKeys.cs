using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Gateway.Keys;

/// <summary>The keys of all agents, without the keys. Newest first, paged by key id.</summary>
internal static class ListAgentKeys
{
    private const int MostAtOnce = 200;

    internal sealed record Response(IReadOnlyList<Item> Keys, Guid? Next);

    internal sealed record Item(
        Guid Id,
        string AgentId,
        string Desktop,
        DateTimeOffset CreatedAt,
        DateTimeOffset? LastUsedAt,
        DateTimeOffset? RevokedAt);

    public static void MapListAgentKeys(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/agents/keys", Handle)
            .RequireAuthorization(Policies.Admin)
            .WithName("gateway.ListAgentKeys");

    private static async Task<Ok<Response>> Handle(
        GatewayDbContext database, CancellationToken ct, Guid? before = null, int limit = 50)
    {
        var take = Math.Clamp(limit, 1, MostAtOnce);

        // Ids are made in the order of time.
        var keys = await database.AgentKeys.AsNoTracking()
            .Where(k => before == null || k.Id < before)
            .OrderByDescending(k => k.Id)
            .Take(take)
            .Select(k => new Item(k.Id, k.AgentId, k.Desktop, k.CreatedAt, k.LastUsedAt, k.RevokedAt))
            .ToListAsync(ct);
        return TypedResults.Ok(new Response(keys, keys.Count == take ? keys[^1].Id : null));
    }
}
