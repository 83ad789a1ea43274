using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Contracts;
using WeChatPlatform.Hosting;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Customer;

/// <summary>Identifies a contact that nobody is, and rolls it back.</summary>
internal sealed class CustomerWarmUp(TimeProvider time) : IWarmUp
{
    public string Name => "customer";

    public async Task RunAsync(IServiceProvider services, CancellationToken ct)
    {
        var context = services.GetRequiredService<CustomerDbContext>();
        var outbox = services.GetRequiredService<IOutbox<CustomerDbContext>>();
        var now = time.GetUtcNow();
        var nobody = Guid.CreateVersion7(now);
        await context.Customers.SingleOrDefaultAsync(row => row.Id == nobody, ct);
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            var contact = await context.LockContactAsync(new ContactKey("warm-up", $"{nobody}", ""), now, ct);
            contact.MessageCount = 1;
            outbox.Publish(new CustomerIdentified(nobody, nobody, "", "", "gray", now), nobody);
            await context.SaveChangesAsync(ct);
            await transaction.RollbackAsync(ct);
        });
        context.ChangeTracker.Clear();
    }
}
