using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Message.Fleet;

/// <summary>What an agent reported, newest first, paged by key. An agent that reported nothing, or that nobody knows, has an empty page.</summary>
internal static class ListErrors
{
    private const int LargestPage = 200;

    internal sealed record Item(Guid Id, string Code, string Message, string? Detail, DateTimeOffset At, DateTimeOffset ReportedAt);

    internal sealed record Page(IReadOnlyList<Item> Items, Guid? Next);

    public static void MapListErrors(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/agents/{agentId}/errors", Handle).WithName("message.ListErrors").RequireAuthorization(Policies.Viewer);

    private static async Task<Ok<Page>> Handle(
        string agentId, MessageDbContext context, Guid? before, int? limit, CancellationToken ct)
    {
        var size = Math.Clamp(limit ?? 50, 1, LargestPage);
        var errors = await context.Set<AgentError>().AsNoTracking()
            .Where(error => error.AgentId == agentId)
            .Where(error => before == null || error.Id.CompareTo(before.Value) < 0)
            .OrderByDescending(error => error.Id)
            .Take(size)
            .Select(error => new Item(error.Id, error.Code, error.Message, error.Detail, error.At, error.ReportedAt))
            .ToListAsync(ct);
        return TypedResults.Ok(new Page(errors, errors.Count == size ? errors[^1].Id : null));
    }
}
