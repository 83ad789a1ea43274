using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Gateway.Keys;

/// <summary>Makes a key for an agent. This answer is the only place where the key is ever seen.</summary>
internal static class CreateAgentKey
{
    internal sealed record Request(string? AgentId, string? Desktop);

    internal sealed record Response(Guid Id, string AgentId, string Desktop, string ApiKey, DateTimeOffset CreatedAt);

    public static void MapCreateAgentKey(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/agents/keys", Handle)
            .RequireAuthorization(Policies.Admin)
            .WithName("gateway.CreateAgentKey");

    internal static (int Status, string Code, string Detail)? Refusal(Request request, int validKeys, int maxKeys) =>
        !AgentIds.IsValid(request.AgentId)
            ? (422, "agent_id_refused", "客户端ID只能包含字母、数字、点、横线和下划线，最长64个字符 / "
                + "An agent id is letters, digits, dots, dashes and underscores, at most 64.")
        : request.Desktop is not (null or Caller.RealDesktop or Caller.SimulatedDesktop)
            ? (422, "desktop_refused", "desktop 只能是 real 或 simulated / desktop is real or simulated.")
        : validKeys >= maxKeys
            ? (409, "too_many_keys", $"该客户端已有 {validKeys} 个有效密钥，请先吊销旧的 / "
                + $"This agent has {validKeys} valid keys: revoke an old one first.")
        : null;

    private static async Task<Results<Created<Response>, ProblemHttpResult>> Handle(
        Request request,
        GatewayDbContext database,
        Secrets secrets,
        IOptions<GatewayOptions> options,
        TimeProvider time,
        ILogger<GatewayModule> logger,
        CancellationToken ct)
    {
        // Two administrators at the same moment may go one over; nothing depends on the exact number.
        var valid = await database.AgentKeys.CountAsync(k => k.AgentId == request.AgentId && k.RevokedAt == null, ct);
        if (Refusal(request, valid, options.Value.MaxKeysPerAgent) is var (status, code, detail))
        {
            return TypedResults.Problem(detail, statusCode: status, title: code);
        }

        var apiKey = Secrets.NewApiKey();
        var now = time.GetUtcNow();
        var key = new AgentKey
        {
            Id = Guid.CreateVersion7(now),
            AgentId = request.AgentId!,
            Desktop = request.Desktop ?? Caller.RealDesktop,
            Hash = secrets.Hash(apiKey),
            CreatedAt = now,
        };
        database.AgentKeys.Add(key);
        await database.SaveChangesAsync(ct);
        logger.AgentKeyCreated(key.Id, key.AgentId);
        return TypedResults.Created(
            $"/api/v1/agents/keys/{key.Id}", new Response(key.Id, key.AgentId, key.Desktop, apiKey, key.CreatedAt));
    }
}
