using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WeChatPlatform.Contracts;
using WeChatPlatform.Edge;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Message.Deliveries;

/// <summary>
/// A person has looked into the chat and says what became of a part that was unknown. That stands: what an agent sees later
/// is kept beside it.
/// </summary>
internal static class SettleDelivery
{
    /// <summary>The reason of an outcome that a person gave.</summary>
    public const string Reason = "settled_by_person";

    internal sealed record Request(string? Outcome, string? Note);

    internal sealed record Response(Guid DecisionId, int Part, string Outcome, string SettledBy, DateTimeOffset SettledAt, string? Note);

    public static void MapSettleDelivery(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/deliveries/{decisionId:guid}/{part}/settle", Handle)
            .WithName("message.SettleDelivery").RequireAuthorization(Policies.Operator);

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        Guid decisionId, int part, Request request, ClaimsPrincipal user, MessageDbContext context, IOutbox<MessageDbContext> outbox,
        TimeProvider time, ILogger<MessageModule> logger, CancellationToken ct)
    {
        if (request is not { Outcome: DeliveryOutcome.Verified or DeliveryOutcome.NotSent, Note: null or { Length: <= 500 } })
        {
            return TypedResults.Problem(
                "outcome 只能是 verified 或 not_sent；note 最多 500 个字符 / outcome is verified or not_sent; note has at most 500 characters",
                statusCode: StatusCodes.Status400BadRequest, title: "invalid_settlement");
        }

        return await context.Database.CreateExecutionStrategy().ExecuteAsync<Results<Ok<Response>, ProblemHttpResult>>(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            var decision = await context.Decisions
                .FromSql($"select * from decisions where id = {decisionId} for update")
                .SingleOrDefaultAsync(ct);
            var delivery = decision is null ? null : await context.Deliveries.FindAsync([decisionId, part], ct);
            if (decision is null || delivery is null)
            {
                return TypedResults.Problem(
                    "没有这个投递 / no such delivery", statusCode: StatusCodes.Status404NotFound, title: "delivery_not_found");
            }

            if (delivery.Outcome != DeliveryOutcome.Unknown)
            {
                return TypedResults.Problem(
                    "结果已知 / what became of it is known", statusCode: StatusCodes.Status409Conflict, title: "not_unknown");
            }

            var now = time.GetUtcNow();
            (delivery.Outcome, delivery.Reason, delivery.At) = (request.Outcome!, Reason, now);
            (delivery.SettledBy, delivery.SettledAt) = (user.Caller()!.Id, now);
            delivery.Note = request.Note?.Replace("\0", "", StringComparison.Ordinal);
            outbox.Publish(
                new ReplyDelivered(
                    decision.Id, part, decision.ConversationId, decision.AgentId, delivery.Outcome, Reason, decision.ReceivedAt, now),
                decision.ConversationId);
            await context.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            logger.DeliverySettled(decision.Id, part, delivery.Outcome, delivery.SettledBy);
            return TypedResults.Ok(new Response(decision.Id, part, delivery.Outcome, delivery.SettledBy, now, delivery.Note));
        });
    }
}
