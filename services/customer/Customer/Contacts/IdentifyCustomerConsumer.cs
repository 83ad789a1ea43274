using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Contracts;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Customer;

/// <summary>
/// Finds or creates the customer behind a contact. The contact's row is the lock: of two turns that meet a new contact at
/// the same time the second waits and finds the customer of the first.
/// </summary>
internal sealed class IdentifyCustomerConsumer(
    CustomerDbContext context,
    IOutbox<CustomerDbContext> outbox,
    IOptions<CustomerOptions> options,
    TimeProvider time,
    ILogger<IdentifyCustomerConsumer> logger) : IConsumer<IdentifyCustomer>
{
    public async Task Consume(ConsumeContext<IdentifyCustomer> consume)
    {
        var message = consume.Message;
        var ct = consume.CancellationToken;
        var now = time.GetUtcNow();
        var contact = await context.LockContactAsync(ContactKey.Of(message), now, ct);
        var name = message.IsGroup ? message.Sender : message.ChatName;
        var customer = contact.CustomerId is { } known
            ? await context.Customers.SingleAsync(row => row.Id == known, ct)
            : await CreateAsync(contact, name, now, ct);

        // WeChat's remark is where staff rename people, so it stays the newest name.
        if (CustomerCode.WithoutCode(customer.Code, name) is { Length: > 0 } current)
        {
            customer.Name = current;
        }

        outbox.Publish(
            new CustomerIdentified(
                message.TurnId, customer.Id, customer.Code, CustomerCode.Display(customer.Code, customer.Name), customer.Grade, now),
            message.ConversationId);
    }

    private async Task<Customer> CreateAsync(Contact contact, string name, DateTimeOffset now, CancellationToken ct)
    {
        var number = await context.Database
            .SqlQueryRaw<long>($"select nextval('{Customer.NumberSequence}') as \"Value\"")
            .SingleAsync(ct);
        var customer = new Customer
        {
            Id = Guid.CreateVersion7(now),
            Number = number,
            Code = CustomerCode.Of(number),
            Name = name.Trim(),
            Grade = Grade.Of(GradeComponents.Unknown, options.Value),
            CreatedAt = now,
        };
        context.Add(customer);
        contact.CustomerId = customer.Id;
        logger.CustomerCreated(customer.Id, customer.Code);
        return customer;
    }
}
