using MassTransit;
using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Messaging.Consuming;

namespace WeChatPlatform.Messaging.Sagas;

/// <summary>
/// Sagas in the module's own database, through MassTransit's extension point: one transaction a consume, the row loaded
/// FOR UPDATE, because parallel answers to one turn would make optimistic retries constant.
/// </summary>
internal sealed class SagaRepository<TSaga, TDbContext>(
    TDbContext context,
    ConsumeTransaction<TDbContext> transaction,
    ISagaConsumeContextFactory<TDbContext, TSaga> contexts) : ISagaRepositoryContextFactory<TSaga>
    where TSaga : class, ISaga
    where TDbContext : DbContext
{
    public Task Send<T>(ConsumeContext<T> consume, IPipe<SagaRepositoryContext<TSaga, T>> next)
        where T : class =>
        transaction.RunAsync(
            consume, () => next.Send(new LockedSagaContext<TSaga, TDbContext, T>(context, transaction, consume, contexts)));

    public Task SendQuery<T>(
        ConsumeContext<T> consume, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next)
        where T : class =>
        throw new NotSupportedException("A saga here is found by its correlation id only.");

    public void Probe(ProbeContext probe) => probe.Add("persistence", "postgresql, row lock");
}
