using System.Globalization;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;
using WeChatPlatform.Message.Agents;

namespace WeChatPlatform.Message.Fleet;

/// <summary>
/// An agent tells that something on its PC needs people. The newest of each agent are kept; one that reports without end is
/// told to wait. A report that comes twice with the same <c>error_id</c> is stored once.
/// </summary>
internal static partial class PostError
{
    private const int LongestId = 100;
    private const int LongestMessage = 500;
    private const int LongestDetail = 2000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    internal sealed record Request(
        string? AgentId, string? ErrorId, string? Code, string? Message, string? Detail, DateTimeOffset? At);

    public static void MapPostError(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/errors", Handle).WithName("message.PostError").RequireAuthorization(Policies.Agent);

    /// <summary>What is wrong with a report; empty when it is understood.</summary>
    internal static IReadOnlyList<string> Faults(Request request)
    {
        List<string> faults = [];
        if (request.Code is null || !Code().IsMatch(request.Code))
        {
            faults.Add("code 必填：小写字母、数字、下划线或点，最多 50 个字符 / is required: lower-case letters, digits, _ or dots, at most 50");
        }

        if (request.Message is not { Length: > 0 and <= LongestMessage })
        {
            faults.Add($"message 必填，最多 {LongestMessage} 个字符 / is required, at most {LongestMessage} characters");
        }

        if (request.Detail is { Length: > LongestDetail })
        {
            faults.Add($"detail 最多 {LongestDetail} 个字符 / has at most {LongestDetail} characters");
        }

        if (request.ErrorId is { Length: 0 or > LongestId })
        {
            faults.Add($"error_id 最多 {LongestId} 个字符 / has at most {LongestId} characters");
        }

        return faults;
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        Request request, HttpContext http, ClaimsPrincipal user, MessageDbContext context, IOptions<MessageOptions> options, TimeProvider time,
        ILogger<MessageModule> logger, CancellationToken ct)
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
                string.Join("; ", faults), statusCode: StatusCodes.Status400BadRequest, title: "invalid_error_report");
        }

        var now = time.GetUtcNow();

        // Two that come in the same moment may both find the last place; what is kept is bounded anyway.
        var since = now - Window;
        if (await context.Set<AgentError>().CountAsync(error => error.AgentId == agentId && error.ReportedAt > since, ct)
            >= options.Value.ErrorReportsInTenMinutes)
        {
            http.Response.Headers.RetryAfter = Window.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            return TypedResults.Problem(
                "错误报告过多，请稍后再报 / too many error reports, wait before the next",
                statusCode: StatusCodes.Status429TooManyRequests, title: "too_many_errors");
        }

        if (await StoreAsync(context, agentId, request, options.Value.ErrorReportsPerAgent, now, ct))
        {
            logger.AgentReportedError(agentId, request.Code!);
        }

        return TypedResults.NoContent();
    }

    /// <returns>False when it was stored before.</returns>
    private static async Task<bool> StoreAsync(
        MessageDbContext context, string agentId, Request request, int kept, DateTimeOffset now, CancellationToken ct)
    {
        var stored = await context.Database.ExecuteSqlAsync(
            $"""
            insert into agent_errors (id, agent_id, agent_error_id, code, message, detail, at, reported_at)
            values ({Guid.CreateVersion7(now)}, {agentId}, {Clean(request.ErrorId)}, {request.Code}, {Clean(request.Message)},
                {Clean(request.Detail)}, {request.At?.ToUniversalTime() ?? now}, {now})
            on conflict (agent_id, agent_error_id) do nothing
            """,
            ct) == 1;
        if (stored)
        {
            await context.Database.ExecuteSqlAsync(
                $"""
                delete from agent_errors where agent_id = {agentId} and id <= (
                    select id from agent_errors where agent_id = {agentId} order by id desc offset {kept} limit 1)
                """,
                ct);
        }

        return stored;
    }

    private static string? Clean(string? text) => text?.Replace("\0", "", StringComparison.Ordinal);

    [GeneratedRegex("^[a-z][a-z0-9_.]{0,49}\\z", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Code();
}
