using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Message.Gaps;

/// <summary>What agents know to be missing, newest first, paged by key.</summary>
internal static class ListGaps
{
    internal sealed record Item(
        Guid Id, string AgentId, string ChatId, string ChatName, bool IsGroup, string Reason, int Missing, DateTimeOffset At,
        DateTimeOffset ReportedAt, Guid? ConversationId, DateTimeOffset? SettledAt, string? SettledBy, string? Note)
    {
        public static Item Of(CaptureGap gap) => new(
            gap.Id, gap.AgentId, gap.ChatId, gap.ChatName, gap.IsGroup, gap.Reason, gap.Missing, gap.At, gap.ReportedAt,
            gap.ConversationId, gap.SettledAt, gap.SettledBy, gap.Note);
    }

    internal sealed record Page(IReadOnlyList<Item> Items, Guid? Next);

    public static void MapListGaps(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/gaps", Handle).WithName("message.ListGaps").RequireAuthorization(Policies.Viewer);

    private static async Task<Ok<Page>> Handle(
        MessageDbContext context, bool? open, Guid? before, int? limit, CancellationToken ct)
    {
        var page = await context.Gaps.AsNoTracking()
            .Where(gap => open == null || (gap.SettledAt == null) == open)
            .Where(gap => before == null || gap.Id.CompareTo(before.Value) < 0)
            .OrderByDescending(gap => gap.Id)
            .ReadPageAsync(limit, ct);
        return TypedResults.Ok(new Page([.. page.Rows.Select(Item.Of)], page.GoesOnFrom?.Id));
    }
}
