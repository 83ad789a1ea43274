using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Message.Fleet;

/// <summary>
/// A person keeps every PC with a client version from sending, or lets it. A version may be held before any PC has it. Once a
/// hold is answered, no Enter is granted to one any more, except to canaries.
/// </summary>
internal static class HoldClientVersion
{
    private const int LongestReason = 200;

    internal sealed record Request(string? Reason);

    public static void MapHoldClientVersion(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/agents/versions/{clientVersion}/hold", Hold)
            .WithName("message.HoldClientVersion").RequireAuthorization(Policies.Operator);
        routes.MapPost("/agents/versions/{clientVersion}/release", Release)
            .WithName("message.ReleaseClientVersion").RequireAuthorization(Policies.Operator);
    }

    private static async Task<Results<Ok<ListClientVersions.Item>, ProblemHttpResult>> Hold(
        string clientVersion, Request? request, ClaimsPrincipal user, ClientVersions versions, MessageDbContext context,
        IOptions<MessageOptions> options, TimeProvider time, CancellationToken ct)
    {
        if (!ClientVersion.IsName(clientVersion))
        {
            return Refused(
                $"版本号最多 {ClientVersion.Longest} 个字母、数字、点、横线或下划线 / a version has at most {ClientVersion.Longest} letters, digits, dots, dashes or underscores");
        }

        if (request is { Reason.Length: > LongestReason })
        {
            return Refused($"reason 最多 {LongestReason} 个字符 / reason has at most {LongestReason} characters");
        }

        await versions.HoldAsync(clientVersion, user.Caller()!.Id, request?.Reason?.Replace("\0", "", StringComparison.Ordinal), ct);
        return TypedResults.Ok((await ListClientVersions.ReadAsync(context, options.Value, time.GetUtcNow(), clientVersion, ct)).Single());
    }

    private static async Task<Results<Ok<ListClientVersions.Item>, ProblemHttpResult>> Release(
        string clientVersion, ClaimsPrincipal user, ClientVersions versions, MessageDbContext context,
        IOptions<MessageOptions> options, TimeProvider time, CancellationToken ct) =>
        await versions.ReleaseAsync(clientVersion, user.Caller()!.Id, ct)
            ? TypedResults.Ok((await ListClientVersions.ReadAsync(context, options.Value, time.GetUtcNow(), clientVersion, ct)).Single())
            : TypedResults.Problem(
                "没有这个版本 / no such version", statusCode: StatusCodes.Status404NotFound, title: "version_not_found");

    private static ProblemHttpResult Refused(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest, title: "invalid_hold");
}
