using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Customer;

/// <summary>Customers, the newest first, found by the start of their code or by a part of their name.</summary>
internal static class ListCustomers
{
    internal sealed record Item(
        Guid Id,
        string Code,
        string Name,
        string DisplayName,
        string Grade,
        long MessageCount,
        DateTimeOffset? LastActiveAt,
        DateTimeOffset CreatedAt);

    /// <summary>One page.</summary>
    /// <remarks><paramref name="Next"/> goes into <c>after</c> for the next page; absent on the last one.</remarks>
    internal sealed record Response(IReadOnlyList<Item> Items, long? Next);

    public static void MapListCustomers(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/customers", Handle)
            .RequireAuthorization(Policies.Viewer)
            .WithName("customer.ListCustomers")
            .WithSummary("Customers, newest first; ?q= searches code and name, ?after= takes the next page");

    private static async Task<Ok<Response>> Handle(
        CustomerDbContext context, string? q, long? after, int? limit, CancellationToken ct)
    {
        var page = await Matching(context.Customers.AsNoTracking(), q)
            .Where(row => after == null || row.Number < after)
            .OrderByDescending(row => row.Number)
            .Select(row => new
            {
                row.Id,
                row.Number,
                row.Code,
                row.Name,
                row.Grade,
                row.CreatedAt,
                MessageCount = row.Contacts.Sum(contact => contact.MessageCount),
                LastActiveAt = row.Contacts.Max(contact => contact.LastActiveAt),
            })
            .ReadPageAsync(limit, ct);
        return TypedResults.Ok(new Response(
            [.. page.Rows.Select(row => new Item(
                row.Id,
                row.Code,
                row.Name,
                CustomerCode.Display(row.Code, row.Name),
                row.Grade,
                row.MessageCount,
                row.LastActiveAt,
                row.CreatedAt))],
            page.GoesOnFrom?.Number));
    }

    private static IQueryable<Customer> Matching(IQueryable<Customer> customers, string? search)
    {
        if (string.IsNullOrWhiteSpace(search))
        {
            return customers;
        }

        var word = LikePattern.Escape(search.Trim());
        return customers.Where(row =>
            EF.Functions.ILike(row.Code, $"{word}%", LikePattern.EscapeCharacter)
            || EF.Functions.ILike(row.Name, $"%{word}%", LikePattern.EscapeCharacter));
    }
}

/// <summary>What a person typed, taken literally in LIKE.</summary>
internal static class LikePattern
{
    public const string EscapeCharacter = @"\";

    public static string Escape(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal);
}
