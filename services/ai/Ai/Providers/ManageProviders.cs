using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Ai.Providers;

/// <summary>
/// The register of providers. A new one, and one whose receiver changed, is asked nothing before an administrator has consented
/// (<see cref="ConsentToProvider"/>). Keys come in and never go out.
/// </summary>
internal static class ManageProviders
{
    internal sealed record Listing(IReadOnlyList<ProviderView> Items);

    public static void MapManageProviders(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/ai/providers", List).WithName("ai.ListProviders").RequireAuthorization(Policies.Viewer);
        routes.MapPost("/ai/providers", Post).WithName("ai.PostProvider").RequireAuthorization(Policies.Admin);
        routes.MapPut("/ai/providers/{providerId}", Put).WithName("ai.PutProvider").RequireAuthorization(Policies.Admin);
        routes.MapDelete("/ai/providers/{providerId}", Delete).WithName("ai.DeleteProvider").RequireAuthorization(Policies.Admin);
    }

    private static async Task<Ok<Listing>> List(StoredProviders providers, AiDbContext context, CancellationToken ct) =>
        TypedResults.Ok(new Listing([.. (await providers.ListAsync(context, ct)).Select(ProviderView.Of)]));

    private static async Task<Results<Created<ProviderView>, ProblemHttpResult>> Post(
        ProviderRequest request, ClaimsPrincipal user, ProviderRows rows, ProviderKinds kinds, KeySecrets secrets, TimeProvider time,
        ILogger<StoredProviders> logger, CancellationToken ct)
    {
        if (Invalid(request, kinds) is { } invalid)
        {
            return invalid;
        }

        var row = request.ToRow(kinds, user.Caller()!.Id, time.GetUtcNow());
        if (KeyRefusal(request, row, Consent.AddressOf(new Uri(row.BaseUrl)), secrets) is { } refused)
        {
            return refused;
        }

        if (await rows.AddAsync(row, ct) is { } refusal)
        {
            return refusal;
        }

        logger.ProviderChanged(row.Id, row.Kind, row.Revision, row.ChangedBy);
        return TypedResults.Created($"/api/v1/ai/providers/{row.Id}", ProviderView.Of(rows.Read(row)));
    }

    private static async Task<Results<Ok<ProviderView>, ProblemHttpResult>> Put(
        string providerId, ProviderRequest request, ClaimsPrincipal user, ProviderRows rows, ProviderKinds kinds, KeySecrets secrets,
        TimeProvider time, ILogger<StoredProviders> logger, CancellationToken ct)
    {
        if (request.Id is not null && request.Id != providerId)
        {
            return ProviderRows.Refuse(
                StatusCodes.Status400BadRequest, "invalid_provider", "id 不能修改 / the id stays as it is: the ledger names it");
        }

        var named = request with { Id = providerId };
        if (Invalid(named, kinds) is { } invalid)
        {
            return invalid;
        }

        StoredProvider? changed = null;
        var refusal = await rows.ChangeAsync(
            providerId,
            request.Revision,
            row =>
            {
                var before = Consent.AddressOf(new Uri(row.BaseUrl));
                named.Apply(row, kinds, user.Caller()!.Id, time.GetUtcNow());
                changed = row;
                return KeyRefusal(named, row, before, secrets);
            },
            ct);
        if (refusal is not null || changed is null)
        {
            return refusal ?? ProviderRows.NotFound();
        }

        logger.ProviderChanged(changed.Id, changed.Kind, changed.Revision, changed.ChangedBy);
        return TypedResults.Ok(ProviderView.Of(rows.Read(changed)));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        string providerId, ClaimsPrincipal user, ProviderRows rows, ILogger<StoredProviders> logger, CancellationToken ct)
    {
        if (await rows.RemoveAsync(providerId, ct) is { } refusal)
        {
            return refusal;
        }

        logger.ProviderRemoved(providerId, user.Caller()!.Id);
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult? Invalid(ProviderRequest request, ProviderKinds kinds) =>
        request.Faults(kinds).ToList() is { Count: > 0 } faults
            ? ProviderRows.Refuse(StatusCodes.Status400BadRequest, "invalid_provider", string.Join("；", faults))
            : null;

    /// <summary>Puts the key of a request into a row that has its new address already, or says why not.</summary>
    private static ProblemHttpResult? KeyRefusal(ProviderRequest request, StoredProvider row, string addressBefore, KeySecrets secrets)
    {
        var address = Consent.AddressOf(new Uri(row.BaseUrl));
        switch (KeyMask.Decide(request.ApiKey, row.KeyHint, address == addressBefore))
        {
            case KeyChange.EnterAgain:
                return ProviderRows.Refuse(
                    StatusCodes.Status422UnprocessableEntity, "key_needed",
                    "请重新输入完整的密钥：地址已变更，或收到的是掩码 / enter the whole key again: the address changed, or what came is a mask of another key");
            case KeyChange.Remove:
                (row.SealedKey, row.SealedWith, row.KeyHint) = (null, null, null);
                return null;
            case KeyChange.Replace when secrets.ActiveId is null:
                return ProviderRows.Refuse(
                    StatusCodes.Status503ServiceUnavailable, "keys_off",
                    "服务器没有设置加密密钥，不保存服务商密钥 / the server has no key to encrypt providers' keys with (Ai:KeyEncryptionKey)");
            case KeyChange.Replace:
                var key = request.ApiKey!.Trim();
                row.SealedKey = KeyCipher.Seal(key, secrets.Find(secrets.ActiveId)!, row.Id, address);
                (row.SealedWith, row.KeyHint) = (secrets.ActiveId, KeyMask.Of(key));
                return null;
            default:
                return null;
        }
    }
}
