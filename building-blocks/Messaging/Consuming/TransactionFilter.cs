using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace WeChatPlatform.Messaging.Consuming;

/// <summary>Wraps a consumer in its module's transaction. It shares the consumer's scope, so it shares its context.</summary>
internal sealed class TransactionFilter<TConsumer, TDbContext> : IFilter<ConsumerConsumeContext<TConsumer>>
    where TConsumer : class
    where TDbContext : DbContext
{
    public Task Send(ConsumerConsumeContext<TConsumer> context, IPipe<ConsumerConsumeContext<TConsumer>> next)
    {
        var scope = context.GetPayload<IServiceScope>();
        var transaction = scope.ServiceProvider.GetRequiredService<ConsumeTransaction<TDbContext>>();
        return transaction.RunAsync(context, () => next.Send(context));
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("transaction");
}
