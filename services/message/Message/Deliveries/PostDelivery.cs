using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WeChatPlatform.Edge;
using WeChatPlatform.Message.Agents;

namespace WeChatPlatform.Message.Deliveries;

/// <summary>An agent without a socket reports what became of one part of a decision. Repeating it changes nothing.</summary>
internal static class PostDelivery
{
    public static void MapPostDelivery(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/deliveries", Handle).WithName("message.PostDelivery").RequireAuthorization(Policies.Agent);

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        DeliveryReport report, ClaimsPrincipal user, DeliveryReports reports, CancellationToken ct)
    {
        if (!report.IsUnderstood())
        {
            return TypedResults.Problem(
                "outcome 只能是 verified、not_sent 或 unknown；reason 最多 100 个字符 / outcome is verified, not_sent or unknown; reason has at most 100 characters",
                statusCode: StatusCodes.Status400BadRequest, title: "invalid_delivery");
        }

        return await reports.RecordAsync(user.AgentId(), report, ct)
            ? TypedResults.NoContent()
            : TypedResults.Problem(
                "没有这个决定或分段 / no such decision or part", statusCode: StatusCodes.Status404NotFound, title: "decision_not_found");
    }
}
