using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.Messaging;

/// <summary>
/// What one module contributes to the host's only bus. Queue names are service + consumer in kebab case, so that two
/// services never share a queue: customer and IdentifyCustomerConsumer give customer-identify-customer.
/// </summary>
public sealed class ModuleBus
{
    /// <summary>One consumer on a shared queue: one replica handles each message, in one transaction with the inbox row.</summary>
    public void AddConsumer<TConsumer, TDbContext>()
        where TConsumer : class, IConsumer
        where TDbContext : DbContext => throw new NotSupportedException();

    /// <summary>
    /// One consumer on a shared queue that implements <see cref="ILongRunningConsumer{TMessage, TResult}"/>: work first, then
    /// a transaction with the inbox row and what the consumer records.
    /// </summary>
    public void AddLongRunningConsumer<TConsumer, TDbContext>()
        where TConsumer : class, IConsumer
        where TDbContext : DbContext => throw new NotSupportedException();

    /// <summary>A consumer that every replica has for itself. It only wakes what waits for a row; it writes nothing.</summary>
    public void AddBroadcastConsumer<TConsumer>()
        where TConsumer : class, IConsumer => throw new NotSupportedException();
}
