using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;
using WeChatPlatform.Message.Agents;

namespace WeChatPlatform.Message.Fleet;

/// <summary>The fleet by client version: how many PCs have which, which proved to work, and which may send.</summary>
internal static class ListClientVersions
{
    private const int MostVersions = 200;
    private const int MostChecks = 20;

    /// <remarks>
    /// <paramref name="Unknown"/> counts agents that never named a version. <paramref name="HoldNew"/> is the setting
    /// <see cref="MessageOptions.HoldNewClientVersions"/>.
    /// </remarks>
    internal sealed record Response(bool HoldNew, IReadOnlyList<Item> Versions, AgentCount Unknown);

    internal sealed record AgentCount(int Agents, int Online);

    /// <remarks>
    /// <paramref name="Held"/>: no agent but a canary sends with it. <paramref name="HeldBecause"/> is operator or new, absent
    /// when it is not held. <paramref name="Checks"/> are the newest self-checks, one an agent.
    /// </remarks>
    internal sealed record Item(
        string ClientVersion, DateTimeOffset FirstSeenAt, int Agents, int Online, bool Passed, DateTimeOffset? PassedAt, string? PassedBy,
        string? PassedHow, bool Held, string? HeldBecause, DateTimeOffset? HeldAt, string? HeldBy, string? HoldReason,
        DateTimeOffset? ReleasedAt, string? ReleasedBy, IReadOnlyList<Check> Checks);

    internal sealed record Check(
        string AgentId, bool Passed, bool SendTested, int Selectors, IReadOnlyList<string> Missing, string? Profile, string? AgentVersion,
        DateTimeOffset At);

    public static void MapListClientVersions(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/agents/versions", Handle).WithName("message.ListClientVersions").RequireAuthorization(Policies.Viewer);

    private static async Task<Ok<Response>> Handle(
        MessageDbContext context, IOptions<MessageOptions> options, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var since = now - GetAgentStatus.OnlineWithin;
        var unknown = context.Agents.AsNoTracking().Where(agent => agent.ClientVersion == null);
        return TypedResults.Ok(new Response(
            options.Value.HoldNewClientVersions,
            await ReadAsync(context, options.Value, now, only: null, ct),
            new AgentCount(await unknown.CountAsync(ct), await unknown.CountAsync(agent => agent.LastSeenAt >= since, ct))));
    }

    /// <summary>The versions, newest first; one alone when <paramref name="only"/> names it.</summary>
    internal static async Task<IReadOnlyList<Item>> ReadAsync(
        MessageDbContext context, MessageOptions options, DateTimeOffset now, string? only, CancellationToken ct)
    {
        var since = now - GetAgentStatus.OnlineWithin;
        var versions = await context.Set<ClientVersion>().AsNoTracking()
            .Where(version => only == null || version.Name == only)
            .OrderByDescending(version => version.FirstSeenAt).ThenBy(version => version.Name)
            .Take(MostVersions)
            .Select(version => new
            {
                Version = version,
                Agents = context.Agents.Count(agent => agent.ClientVersion == version.Name),
                Online = context.Agents.Count(agent => agent.ClientVersion == version.Name && agent.LastSeenAt >= since),
                Checks = context.Set<SelfCheck>().Where(check => check.ClientVersion == version.Name)
                    .OrderByDescending(check => check.ReportedAt).Take(MostChecks).ToList(),
            })
            .ToListAsync(ct);
        return
        [
            .. versions.Select(seen =>
            {
                var version = seen.Version;
                var because = HeldBecause(version, options);
                return new Item(
                    version.Name, version.FirstSeenAt, seen.Agents, seen.Online, version.PassedAt is not null, version.PassedAt, version.PassedBy,
                    version.PassedHow, because is not null, because, version.HeldAt, version.HeldBy, version.HoldReason, version.ReleasedAt,
                    version.ReleasedBy,
                    [
                        .. seen.Checks.Select(check => new Check(
                            check.AgentId, check.Passed, check.SendTested, check.Selectors, check.Missing, check.Profile, check.AgentVersion,
                            check.At)),
                    ]);
            }),
        ];
    }

    private static string? HeldBecause(ClientVersion version, MessageOptions options) =>
        version.HeldAt is not null ? "operator"
        : options.HoldNewClientVersions && version is { OnTrial: true, PassedAt: null, ReleasedAt: null } ? "new"
        : null;
}
