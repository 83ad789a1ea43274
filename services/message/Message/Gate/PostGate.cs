using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WeChatPlatform.Edge;
using WeChatPlatform.Message.Agents;

namespace WeChatPlatform.Message.Gate;

/// <summary>An agent without a socket asks the gate.</summary>
internal static class PostGate
{
    internal sealed record Request(
        int Part, string? Step, long? Lease, DateTimeOffset? RecipientVerifiedAt, DateTimeOffset? TypedAt,
        string? ClientVersion = null);

    public static void MapPostGate(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/decisions/{decisionId:guid}/gate", Handle).WithName("message.PostGate").RequireAuthorization(Policies.Agent);

    private static async Task<Results<Ok<GateAnswer>, ProblemHttpResult>> Handle(
        Guid decisionId, Request request, ClaimsPrincipal user, LastGate gate, CancellationToken ct)
    {
        var question = new GateQuestion(
            decisionId, request.Part, request.Step, request.Lease, request.RecipientVerifiedAt, request.TypedAt)
        {
            ClientVersion = request.ClientVersion,
        };
        return question.IsUnderstood
            ? TypedResults.Ok(await gate.AskAsync(user.AgentId(), ledgerId: null, question, ct))
            : TypedResults.Problem(
                "step 只能是 open 或 enter；part 从 0 开始 / step is open or enter; parts count from 0",
                statusCode: StatusCodes.Status400BadRequest, title: "invalid_gate");
    }
}
