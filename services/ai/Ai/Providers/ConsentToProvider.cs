using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Ai.Providers;

/// <summary>An administrator agrees that this receiver gets customer texts. What was agreed to is kept with name and time.</summary>
internal static class ConsentToProvider
{
    /// <remarks><paramref name="Revision"/> is the one that was read: nobody agrees to what somebody else changed meanwhile.</remarks>
    internal sealed record Request(long? Revision);

    /// <remarks><paramref name="Notice"/> says in both languages what was agreed to.</remarks>
    internal sealed record Response(ProviderView Provider, string Notice);

    public static void MapConsentToProvider(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/ai/providers/{providerId}/consent", Handle)
            .WithName("ai.ConsentToProvider").RequireAuthorization(Policies.Admin);

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        string providerId, Request request, ClaimsPrincipal user, ProviderRows rows, TimeProvider time, ILogger<StoredProviders> logger,
        CancellationToken ct)
    {
        RegisteredProvider? agreed = null;
        var refusal = await rows.ChangeAsync(
            providerId,
            request.Revision,
            row =>
            {
                var to = rows.Read(row).Connection;
                row.ConsentScope = Consent.ScopeOf(to.BaseUrl, to.Receiver, to.MasksPersonalData);
                (row.ConsentedAt, row.ConsentedBy) = (time.GetUtcNow(), user.Caller()!.Id);
                row.Revision++;
                agreed = rows.Read(row);
                return null;
            },
            ct);
        if (refusal is not null || agreed is null)
        {
            return refusal ?? ProviderRows.NotFound();
        }

        logger.ReceiverConsented(providerId, agreed.Row!.ConsentScope, agreed.Row.ConsentedBy);
        return TypedResults.Ok(new Response(ProviderView.Of(agreed), agreed.Connection.Receiver.Notice));
    }
}
