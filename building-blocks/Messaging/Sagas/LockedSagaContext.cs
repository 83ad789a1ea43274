using MassTransit;
using MassTransit.Context;
using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Messaging.Consuming;

namespace WeChatPlatform.Messaging.Sagas;

/// <summary>One consume's view of the saga table. Saving is left to the transaction, which saves once.</summary>
internal sealed class LockedSagaContext<TSaga, TDbContext, TMessage>(
    TDbContext context,
    ConsumeTransaction<TDbContext> transaction,
    ConsumeContext<TMessage> consume,
    ISagaConsumeContextFactory<TDbContext, TSaga> contexts)
    : ConsumeContextScope<TMessage>(consume, context), SagaRepositoryContext<TSaga, TMessage>
    where TSaga : class, ISaga
    where TDbContext : DbContext
    where TMessage : class
{
    private readonly ConsumeContext<TMessage> consume = consume;

    public async Task<SagaConsumeContext<TSaga, TMessage>?> Load(Guid correlationId)
    {
        var inbox = transaction.TakeInboxRow();
        var instance = await SagaQuery<TSaga, TDbContext>.FindAsync(context, correlationId, inbox, CancellationToken);
        if (inbox is not null)
        {
            await transaction.WroteAsync(inbox);
        }

        return instance is null ? null : await CreateSagaConsumeContext(consume, instance, SagaConsumeContextMode.Load);
    }

    public Task<SagaConsumeContext<TSaga, TMessage>> Add(TSaga instance) =>
        CreateSagaConsumeContext(consume, instance, SagaConsumeContextMode.Add);

    public Task<SagaConsumeContext<TSaga, TMessage>?> Insert(TSaga instance) =>
        Task.FromResult<SagaConsumeContext<TSaga, TMessage>?>(null);

    public Task Save(SagaConsumeContext<TSaga> saga)
    {
        context.Add(saga.Saga);
        return Task.CompletedTask;
    }

    public Task Update(SagaConsumeContext<TSaga> saga) => Task.CompletedTask;

    public Task Delete(SagaConsumeContext<TSaga> saga)
    {
        context.Remove(saga.Saga);
        return Task.CompletedTask;
    }

    public Task Discard(SagaConsumeContext<TSaga> saga) => Task.CompletedTask;

    public Task Undo(SagaConsumeContext<TSaga> saga)
    {
        context.Entry(saga.Saga).State = EntityState.Unchanged;
        return Task.CompletedTask;
    }

    public Task<SagaConsumeContext<TSaga, T>> CreateSagaConsumeContext<T>(
        ConsumeContext<T> consumeContext, TSaga instance, SagaConsumeContextMode mode)
        where T : class =>
        contexts.CreateSagaConsumeContext(context, consumeContext, instance, mode);
}
