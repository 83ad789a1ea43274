using System.Globalization;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;
using WeChatPlatform.Message.Agents;
using WeChatPlatform.Message.Replies;

namespace WeChatPlatform.Message.Conversations;

/// <summary>
/// An agent hands in a captured message. It is stored before it is answered; with <c>Prefer: wait=N</c> the response may
/// carry the decision, and what it carries is claimed by it: the socket never sends it too.
/// </summary>
internal static partial class PostMessage
{
    private const int LongestWait = 60;

    internal sealed record Accepted(Guid MessageId, string Status);

    public static void MapPostMessage(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/messages", Handle).WithName("message.PostMessage").RequireAuthorization(Policies.Agent);

    private static async Task<Results<Accepted<Accepted>, Ok<DecisionReply>, ProblemHttpResult>> Handle(
        PostedMessage posted,
        HttpContext http,
        ClaimsPrincipal user,
        MessageStore store,
        DecisionClaims claims,
        IOptions<MessageOptions> options,
        CancellationToken ct)
    {
        var agentId = user.AgentId();
        if (posted.AgentId is not null && posted.AgentId != agentId)
        {
            return AgentIdentity.Mismatch();
        }

        if (posted.Message is null)
        {
            return Refused(["message 必填 / is required"]);
        }

        var message = posted.Message.WithoutNul();
        List<string> faults = [.. message.Faults()];
        var wait = WaitOf(http.Request, faults);
        if (faults.Count > 0)
        {
            return Refused(faults);
        }

        var autonomy = options.Value.AutonomyOf(user.Agent());
        try
        {
            var messageId = await store.StoreAsync(agentId, message, autonomy, wait, ct);
            if (wait > TimeSpan.Zero)
            {
                http.Response.Headers["Preference-Applied"] = $"wait={wait.TotalSeconds:0}";
                if (await claims.WaitAsync(messageId, wait, ct) is { } reply)
                {
                    return TypedResults.Ok(reply with { MessageId = messageId });
                }
            }

            return TypedResults.Accepted($"/api/v1/messages/{messageId}/reply", new Accepted(messageId, "accepted"));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested && wait > TimeSpan.Zero)
        {
            await claims.ReleaseAsync(agentId, message.Id!);
            throw;
        }
    }

    // RFC 7240: Prefer: wait=10, possibly among other preferences.
    private static TimeSpan WaitOf(HttpRequest request, List<string> faults)
    {
        var match = WaitPreference().Match(string.Join(',', request.Headers["Prefer"].ToArray()));
        if (!match.Success)
        {
            return TimeSpan.Zero;
        }

        if (!int.TryParse(match.Groups["seconds"].Value, CultureInfo.InvariantCulture, out var seconds) || seconds > LongestWait)
        {
            faults.Add($"Prefer: wait 最多 {LongestWait} 秒 / is at most {LongestWait} seconds");
            return TimeSpan.Zero;
        }

        return TimeSpan.FromSeconds(seconds);
    }

    private static ProblemHttpResult Refused(IReadOnlyList<string> faults) => TypedResults.Problem(
        string.Join("；", faults), statusCode: StatusCodes.Status400BadRequest, title: "invalid_message");

    [GeneratedRegex(@"(?:^|[,;\s])wait\s*=\s*""?(?<seconds>\d+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WaitPreference();
}
