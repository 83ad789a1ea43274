using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;
using WeChatPlatform.Message.Agents;

namespace WeChatPlatform.Message.Fleet;

/// <summary>
/// An agent tells how its self-check of the WeChat client ended. One that passed with a test send lets a version go that is
/// held because it is new. Kept is the last of each agent and version.
/// </summary>
internal static class PostSelfCheck
{
    private const int MostSelectors = 200;
    private const int LongestSelector = 60;
    private const int LongestWord = 50;
    private const int KeptPerAgent = 20;

    internal sealed record Request(
        string? AgentId, string? ClientVersion, string? Profile, string? AgentVersion, bool? Passed, bool? SendTested,
        IReadOnlyList<Selector?>? Selectors, DateTimeOffset? At);

    internal sealed record Selector(string? Name, bool Found);

    public static void MapPostSelfCheck(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/agents/self-checks", Handle).WithName("message.PostSelfCheck").RequireAuthorization(Policies.Agent);

    /// <summary>What is wrong with a report; empty when it is understood.</summary>
    internal static IReadOnlyList<string> Faults(Request request)
    {
        List<string> faults = [];
        if (!ClientVersion.IsName(request.ClientVersion))
        {
            faults.Add("client_version 必填，且须为版本号 / is required and a version");
        }

        if (request.Passed is null || request.SendTested is null)
        {
            faults.Add("passed 与 send_tested 必填 / are required");
        }

        if (request.Selectors is { Count: > MostSelectors }
            || request.Selectors?.Any(selector => !IsWord(selector?.Name, LongestSelector) || selector!.Name!.Length == 0) == true)
        {
            faults.Add($"selectors 最多 {MostSelectors} 个，名称最多 {LongestSelector} 个字符 / at most {MostSelectors}, with names of at most {LongestSelector} characters");
        }

        if (!IsWord(request.Profile ?? "", LongestWord) || !IsWord(request.AgentVersion ?? "", LongestWord))
        {
            faults.Add($"profile 与 agent_version 最多 {LongestWord} 个字符 / have at most {LongestWord} characters");
        }

        return faults;
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        Request request, ClaimsPrincipal user, MessageDbContext context, ClientVersions versions, TimeProvider time, CancellationToken ct)
    {
        var agentId = user.AgentId();
        if (request.AgentId is not null && request.AgentId != agentId)
        {
            return AgentIdentity.Mismatch();
        }

        var faults = Faults(request);
        if (faults.Count > 0)
        {
            return TypedResults.Problem(
                string.Join("; ", faults), statusCode: StatusCodes.Status400BadRequest, title: "invalid_self_check");
        }

        await RecordAsync(context, agentId, request, time.GetUtcNow(), ct);
        await versions.SeenAsync(agentId, request.ClientVersion!, ct);
        if (request is { Passed: true, SendTested: true })
        {
            await versions.PassAsync(agentId, request.ClientVersion!, ct);
        }

        return TypedResults.NoContent();
    }

    private static async Task RecordAsync(MessageDbContext context, string agentId, Request request, DateTimeOffset now, CancellationToken ct)
    {
        var selectors = request.Selectors ?? [];
        var missing = selectors.Where(selector => !selector!.Found).Select(selector => selector!.Name!).ToArray();
        await context.Database.ExecuteSqlAsync(
            $"""
            with newest as (
                insert into self_checks
                    (agent_id, client_version, passed, send_tested, selectors, missing, profile, agent_version, at, reported_at)
                values ({agentId}, {request.ClientVersion}, {request.Passed}, {request.SendTested}, {selectors.Count}, {missing},
                    {request.Profile}, {request.AgentVersion}, {request.At?.ToUniversalTime() ?? now}, {now})
                on conflict (agent_id, client_version) do update set
                    passed = excluded.passed, send_tested = excluded.send_tested, selectors = excluded.selectors,
                    missing = excluded.missing, profile = excluded.profile, agent_version = excluded.agent_version,
                    at = excluded.at, reported_at = excluded.reported_at
            )
            delete from self_checks where agent_id = {agentId} and client_version in (
                select client_version from self_checks where agent_id = {agentId} and client_version <> {request.ClientVersion}
                order by reported_at desc offset {KeptPerAgent - 1})
            """,
            ct);
    }

    private static bool IsWord(string? text, int longest) => text is not null && text.Length <= longest && !text.Any(char.IsControl);
}
