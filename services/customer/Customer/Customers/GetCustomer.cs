using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Customer;

/// <summary>One customer with the contacts it comes by.</summary>
internal static class GetCustomer
{
    internal sealed record ContactItem(
        Guid Id, string AgentId, string ChatId, string Member, long MessageCount, DateTimeOffset? LastActiveAt);

    internal sealed record Response(
        Guid Id,
        string Code,
        string Name,
        string DisplayName,
        string Grade,
        DateTimeOffset CreatedAt,
        IReadOnlyList<ContactItem> Contacts);

    public static void MapGetCustomer(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/customers/{customerId:guid}", Handle)
            .RequireAuthorization(Policies.Viewer)
            .WithName("customer.GetCustomer")
            .WithSummary("One customer with its contacts");

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        CustomerDbContext context, Guid customerId, CancellationToken ct)
    {
        var customer = await context.Customers
            .AsNoTracking()
            .Include(row => row.Contacts)
            .SingleOrDefaultAsync(row => row.Id == customerId, ct);
        return customer is null
            ? TypedResults.Problem(
                "没有这个客户 / There is no such customer.",
                statusCode: StatusCodes.Status404NotFound,
                title: "customer_not_found")
            : TypedResults.Ok(Describe(customer));
    }

    private static Response Describe(Customer customer) => new(
        customer.Id,
        customer.Code,
        customer.Name,
        CustomerCode.Display(customer.Code, customer.Name),
        customer.Grade,
        customer.CreatedAt,
        [.. customer.Contacts.OrderBy(contact => contact.CreatedAt).Select(contact => new ContactItem(
            contact.Id, contact.AgentId, contact.ChatId, contact.Member, contact.MessageCount, contact.LastActiveAt))]);
}
