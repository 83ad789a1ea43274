using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Gateway.Login;

/// <summary>An administrator sees who waits after wrong logins, and lets an account or an address in at once.</summary>
internal static class Lockouts
{
    private const int MostShown = 200;

    /// <summary>Whom to let in: one of the three.</summary>
    internal sealed record UnlockRequest(string? Username, string? AgentId, string? Address);

    internal sealed record UnlockResponse(int Unlocked);

    internal sealed record ListResponse(IReadOnlyList<Item> Items);

    /// <remarks>
    /// Without name and kind the claimed name does not exist. Without an address the account waits everywhere but where it is
    /// known; with neither name nor kind on an address, the whole address waits.
    /// </remarks>
    internal sealed record Item(string? Kind, string? Name, string? Address, int Failures, DateTimeOffset Until);

    public static void MapLockouts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/auth/lockouts", List).RequireAuthorization(Policies.Admin).WithName("gateway.ListLockouts");
        routes.MapPost("/auth/unlock", Unlock).RequireAuthorization(Policies.Admin).WithName("gateway.Unlock");
    }

    private static async Task<Ok<ListResponse>> List(
        GatewayDbContext database, IOptions<GatewayOptions> options, TimeProvider time, CancellationToken ct)
    {
        var limits = options.Value.Lockout;
        var now = time.GetUtcNow();
        var least = Math.Min(
            limits.FailuresPerAccountAndAddress, Math.Min(limits.FailuresPerAddress, limits.FailuresPerAccount));
        var since = now - TimeSpan.FromSeconds(limits.LongestSeconds);
        var rows = await database.LoginAttempts.AsNoTracking()
            .Where(row => row.Failures >= least && row.LastAt >= since)
            .OrderByDescending(row => row.LastAt)
            .Take(MostShown)
            .ToListAsync(ct);
        var names = await NamesAsync(database, ct);
        return TypedResults.Ok(new ListResponse(
        [
            .. from row in rows
               let wait = LockoutRule.Wait(row, LimitOf(row, limits), limits, now)
               where wait > TimeSpan.Zero
               let owner = names.GetValueOrDefault(row.Account)
               select new Item(
                   owner.Kind, owner.Name, row.Address.Length == 0 ? null : row.Address, row.Failures, now + wait),
        ]));
    }

    private static async Task<Results<Ok<UnlockResponse>, ProblemHttpResult>> Unlock(
        UnlockRequest request, Lockout lockout, ILogger<GatewayModule> logger, CancellationToken ct)
    {
        string?[] given = [request.Username, request.AgentId, request.Address];
        if (given.Count(one => !string.IsNullOrEmpty(one)) != 1)
        {
            return TypedResults.Problem(
                "请提供 username、agent_id、address 其中之一 / Send one of username, agent_id and address.",
                statusCode: StatusCodes.Status400BadRequest,
                title: "malformed_request");
        }

        var unlocked = await lockout.UnlockAsync(
            request.Username is { Length: > 0 } user ? Lockout.AccountOf(Caller.UserKind, user)
            : request.AgentId is { Length: > 0 } agent ? Lockout.AccountOf(Caller.AgentKind, agent)
            : null,
            request.Address is { Length: > 0 } address ? address : null,
            ct);
        logger.Unlocked(unlocked);
        return TypedResults.Ok(new UnlockResponse(unlocked));
    }

    private static int LimitOf(LoginAttempts row, LockoutOptions limits) =>
        row.Account.Length == 0 ? limits.FailuresPerAddress
        : row.Address.Length == 0 ? limits.FailuresPerAccount
        : limits.FailuresPerAccountAndAddress;

    private static async Task<Dictionary<string, (string? Kind, string? Name)>> NamesAsync(
        GatewayDbContext database, CancellationToken ct)
    {
        var users = await database.Users.AsNoTracking().Select(user => user.Username).ToListAsync(ct);
        var agents = await database.AgentKeys.AsNoTracking().Select(key => key.AgentId).Distinct().ToListAsync(ct);
        return users.Select(name => (Kind: Caller.UserKind, Name: name))
            .Concat(agents.Select(id => (Kind: Caller.AgentKind, Name: id)))
            .ToDictionary(
                one => Lockout.AccountOf(one.Kind, one.Name),
                one => ((string?)one.Kind, (string?)one.Name),
                StringComparer.Ordinal);
    }
}
