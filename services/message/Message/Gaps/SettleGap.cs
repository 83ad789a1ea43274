using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Message.Gaps;

/// <summary>A person has looked into the chat: the gap is closed, once.</summary>
internal static class SettleGap
{
    private const int LongestNote = 500;

    internal sealed record Request(string? Note);

    public static void MapSettleGap(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/gaps/{gapId:guid}/settle", Handle).WithName("message.SettleGap").RequireAuthorization(Policies.Operator);

    private static async Task<Results<Ok<ListGaps.Item>, ProblemHttpResult>> Handle(
        Guid gapId, Request? request, ClaimsPrincipal user, MessageDbContext context, TimeProvider time, CancellationToken ct)
    {
        var note = request?.Note?.Replace("\0", "", StringComparison.Ordinal).Trim();
        if (note is { Length: > LongestNote })
        {
            return TypedResults.Problem(
                $"note 最多 {LongestNote} 个字符 / note has at most {LongestNote} characters",
                statusCode: StatusCodes.Status400BadRequest, title: "invalid_note");
        }

        var now = time.GetUtcNow();
        var by = user.Caller()?.Id;
        var settled = await context.Gaps
            .Where(gap => gap.Id == gapId && gap.SettledAt == null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(gap => gap.SettledAt, now)
                    .SetProperty(gap => gap.SettledBy, by)
                    .SetProperty(gap => gap.Note, note),
                ct);
        var gap = await context.Gaps.AsNoTracking().SingleOrDefaultAsync(gap => gap.Id == gapId, ct);
        return (gap, settled) switch
        {
            (null, _) => TypedResults.Problem(
                "没有这个缺口 / no such gap", statusCode: StatusCodes.Status404NotFound, title: "gap_not_found"),
            (_, 0) => TypedResults.Problem(
                "该缺口已处理 / this gap is settled already", statusCode: StatusCodes.Status409Conflict, title: "gap_settled"),
            _ => TypedResults.Ok(ListGaps.Item.Of(gap)),
        };
    }
}
