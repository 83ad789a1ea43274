using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;
using WeChatPlatform.Message.Conversations;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Message.Deliveries;

/// <summary>Parts of which nobody knows whether they were sent, newest first: what was meant and what was seen, side by side.</summary>
internal static class GetUnknownDeliveries
{
    /// <remarks><paramref name="Observed"/> is absent when the agent could read nothing, or its ledger is lost.</remarks>
    internal sealed record Item(
        Guid DecisionId, int Part, Guid ConversationId, string AgentId, string ChatName, bool IsGroup, string Intended, string? Observed,
        string? Reason, DateTimeOffset At, DateTimeOffset DecidedAt, DateTimeOffset? ClaimedAt, DecisionDetails.Steps? Steps);

    internal sealed record Page(IReadOnlyList<Item> Items, string? Next);

    public static void MapGetUnknownDeliveries(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/deliveries/unknown", Handle).WithName("message.GetUnknownDeliveries").RequireAuthorization(Policies.Viewer);

    private static async Task<Results<Ok<Page>, ProblemHttpResult>> Handle(
        MessageDbContext context, string? before, int? limit, CancellationToken ct)
    {
        Guid? beforeDecision = null;
        var beforePart = 0;
        if (before?.Split(':') is { } key)
        {
            if (key is not [var id, var number] || !Guid.TryParse(id, out var decision) || !int.TryParse(number, CultureInfo.InvariantCulture, out beforePart))
            {
                return TypedResults.Problem(
                    "before 是上一页的 next / before is the next of the page before",
                    statusCode: StatusCodes.Status400BadRequest, title: "invalid_page");
            }

            beforeDecision = decision;
        }

        var page = await context.Deliveries.AsNoTracking()
            .Where(delivery => delivery.Outcome == "unknown")
            .Where(delivery => beforeDecision == null || delivery.DecisionId.CompareTo(beforeDecision.Value) < 0
                || (delivery.DecisionId == beforeDecision && delivery.Part < beforePart))
            .Join(context.Decisions, delivery => delivery.DecisionId, decision => decision.Id, (delivery, decision) => new { delivery, decision })
            .OrderByDescending(row => row.delivery.DecisionId).ThenByDescending(row => row.delivery.Part)
            .ReadPageAsync(limit, ct);
        var steps = await DecisionDetails.StepsOfAsync(context, [.. page.Rows.Select(row => row.decision.Id)], ct);
        List<Item> items =
        [
            .. page.Rows.Select(row => new Item(
                row.decision.Id, row.delivery.Part, row.decision.ConversationId, row.decision.AgentId, row.decision.ChatName,
                row.decision.IsGroup, row.decision.Parts[row.delivery.Part], row.delivery.Observed, row.delivery.Reason, row.delivery.At,
                row.decision.DecidedAt, row.decision.ClaimedAt, steps[row.decision.Id].FirstOrDefault(step => step.Part == row.delivery.Part))),
        ];
        return TypedResults.Ok(new Page(items, page.GoesOnFrom is { delivery: var last } ? $"{last.DecisionId}:{last.Part}" : null));
    }
}
