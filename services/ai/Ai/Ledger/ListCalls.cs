using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Ai.Ledger;

/// <summary>The ledger line by line, newest first, paged by key: of everything, a conversation or a turn.</summary>
internal static class ListCalls
{
    internal sealed record Page(IReadOnlyList<Item> Items, Guid? Next);

    internal sealed record Item(
        Guid Id, Guid TurnId, Guid ConversationId, string AgentId, string? Intent, string Purpose, string Provider, string Model,
        string Status, int InputTokens, int OutputTokens, bool IsEstimated, bool WasAbandoned, decimal InputPrice, decimal OutputPrice,
        bool IsPriceKnown, decimal CostCny, double DurationMs, double? FirstTextMs, DateTimeOffset At)
    {
        public static Item Of(LlmCall row) => new(
            row.Id, row.TurnId, row.ConversationId, row.AgentId, row.Intent, row.Purpose, row.Provider, row.Model, row.Status,
            row.InputTokens, row.OutputTokens, row.IsEstimated, row.WasAbandoned, row.InputPrice, row.OutputPrice, row.IsPriceKnown,
            row.CostCny, row.DurationMs, row.FirstTextMs, row.At);
    }

    public static void MapListCalls(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/ai/calls", Handle).RequireAuthorization(Policies.Viewer).WithName("ai.ListCalls");

    private static async Task<Ok<Page>> Handle(
        AiDbContext context, [FromQuery(Name = "conversation_id")] Guid? conversationId, [FromQuery(Name = "turn_id")] Guid? turnId,
        Guid? before, int? limit, CancellationToken ct)
    {
        var page = await context.LlmCalls.AsNoTracking()
            .Where(row => conversationId == null || row.ConversationId == conversationId)
            .Where(row => turnId == null || row.TurnId == turnId)
            .Where(row => before == null || row.Id.CompareTo(before.Value) < 0)
            .OrderByDescending(row => row.Id)
            .ReadPageAsync(limit, ct);
        return TypedResults.Ok(new Page([.. page.Rows.Select(Item.Of)], page.GoesOnFrom?.Id));
    }
}
