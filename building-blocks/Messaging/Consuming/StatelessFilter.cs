using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Messaging.Consuming;

/// <summary>
/// Runs a consumer that keeps nothing. With RabbitMQ it has no transaction: what it publishes goes to the broker before the
/// message is acknowledged. In memory the rows of a transaction are the messages, so it is run like every other.
/// </summary>
internal sealed class StatelessFilter<TConsumer, TDbContext> : IFilter<ConsumerConsumeContext<TConsumer>>
    where TConsumer : class
    where TDbContext : DbContext
{
    public Task Send(ConsumerConsumeContext<TConsumer> context, IPipe<ConsumerConsumeContext<TConsumer>> next)
    {
        var services = context.GetPayload<IServiceScope>().ServiceProvider;
        return services.GetRequiredService<IOptions<MessagingOptions>>().Value.InMemory
            ? services.GetRequiredService<ConsumeTransaction<TDbContext>>().RunAsync(context, () => next.Send(context))
            : services.GetRequiredService<StatelessConsume<TDbContext>>().RunAsync(context, () => next.Send(context));
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("stateless");
}
