using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.Messaging.Consuming;

/// <summary>Work first, then a transaction: how the bus runs an <see cref="ILongRunningConsumer{TMessage,TResult}"/>.</summary>
internal sealed class LongRunningAdapter<TConsumer, TMessage, TResult, TDbContext>(
    TConsumer consumer, ConsumeTransaction<TDbContext> transaction) : IConsumer<TMessage>
    where TConsumer : class, ILongRunningConsumer<TMessage, TResult>
    where TMessage : class
    where TDbContext : DbContext
{
    public async Task Consume(ConsumeContext<TMessage> context)
    {
        if (await transaction.IsDoneAsync(context))
        {
            return;
        }

        var result = await consumer.WorkAsync(context.Message, context.CancellationToken);
        var isRecorded = await transaction.RunAsync(context, () =>
        {
            consumer.Record(context.Message, result);
            return Task.CompletedTask;
        }, wasLookedFor: true);
        await consumer.SettledAsync(context.Message, result, isRecorded, context.CancellationToken);
    }
}
