using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Contracts;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Customer;

/// <summary>
/// Finds or creates the customer behind a contact. One that is remembered and bears the same name is answered from memory.
/// For the others the contact's row is the lock: of two turns that meet a new contact at the same time the second waits and
/// finds the customer of the first.
/// </summary>
internal sealed class IdentifyCustomerConsumer(
    CustomerDbContext context,
    KnownContacts known,
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
        var key = ContactKey.Of(message);
        var name = message.IsGroup ? message.Sender : message.ChatName;
        if (await known.FindAsync(key, ct) is { } found && found.IsNamed(CustomerCode.WithoutCode(found.Code, name)))
        {
            Answer(message, found.CustomerId, found.Code, CustomerCode.Display(found.Code, name), found.Grade, now);
            return;
        }

        var contact = await context.LockContactAsync(key, now, ct);
        var customer = contact.CustomerId is { } customerId
            ? await context.Customers.SingleAsync(row => row.Id == customerId, ct)
            : await CreateAsync(contact, name, now, ct);

        // WeChat's remark is where staff rename people, so it stays the newest name.
        if (CustomerCode.WithoutCode(customer.Code, name) is { Length: > 0 } current && current != customer.Name)
        {
            customer.Name = current;
            await known.ForgetAsync(customer.Id, ct);
        }

        Answer(message, customer.Id, customer.Code, CustomerCode.Display(customer.Code, customer.Name), customer.Grade, now);
    }

    private void Answer(IdentifyCustomer message, Guid id, string code, string displayName, string grade, DateTimeOffset now) =>
        outbox.Publish(new CustomerIdentified(message.TurnId, id, code, displayName, grade, now), message.ConversationId);

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
