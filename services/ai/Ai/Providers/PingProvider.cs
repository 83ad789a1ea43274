using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Ai.Ledger;
using WeChatPlatform.Edge;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Providers;

/// <summary>Tries a provider's connection, before anybody consented too: no customer text is sent.</summary>
internal static class PingProvider
{
    // Of no customer, no conversation and no account.
    private static readonly CallContext About = new(Guid.Empty, Guid.Empty, AgentId: "", Intent: null, CallPurpose.Ping);

    /// <remarks><paramref name="Verdict"/> is the stable word of <see cref="PingVerdict"/>.</remarks>
    internal sealed record Response(bool Ok, string Verdict, string Zh, string En, double TookMs);

    public static void MapPingProvider(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/ai/providers/{providerId}/ping", Handle).WithName("ai.PingProvider").RequireAuthorization(Policies.Admin);

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        string providerId,
        ProviderRows rows,
        [FromServices] ILlmPing ping,
        ISpending spending,
        ILogger<StoredProviders> logger,
        CancellationToken ct)
    {
        if (await rows.FindAsync(providerId, ct) is not { } provider)
        {
            return ProviderRows.NotFound();
        }

        switch (provider.State)
        {
            case ProviderState.KeyUnreadable:
                return ProviderRows.Refuse(
                    StatusCodes.Status409Conflict, "key_unreadable",
                    "密钥无法解密，请重新输入 / the key cannot be decrypted with the keys of the settings: enter it again");
            case ProviderState.KeyMissing:
                return ProviderRows.Refuse(StatusCodes.Status409Conflict, "key_missing", "该服务商需要密钥 / this provider needs a key");
        }

        var verdict = await ping.PingAsync(provider.Connection, ct);
        if (verdict.Try is { } made)
        {
            await spending.WriteAsync(About, [new ModelCall(made, CallPurpose.Ping)], CancellationToken.None);
        }

        logger.ProviderPinged(providerId, verdict.Word, verdict.Took.TotalMilliseconds);
        return TypedResults.Ok(new Response(
            verdict.Word is "ok" or "slow", verdict.Word, verdict.Chinese, verdict.English, verdict.Took.TotalMilliseconds));
    }
}
