using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Gateway.Keys;

/// <summary>The keys of all agents, without the keys. Newest first, paged by key id.</summary>
internal static class ListAgentKeys
{
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
        GatewayDbContext database, Guid? before, int? limit, CancellationToken ct)
    {
        // Ids are made in the order of time.
        var page = await database.AgentKeys.AsNoTracking()
            .Where(k => before == null || k.Id < before)
            .OrderByDescending(k => k.Id)
            .Select(k => new Item(k.Id, k.AgentId, k.Desktop, k.CreatedAt, k.LastUsedAt, k.RevokedAt))
            .ReadPageAsync(limit, ct);
        return TypedResults.Ok(new Response(page.Rows, page.GoesOnFrom?.Id));
    }
}
