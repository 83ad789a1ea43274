using System.Text.RegularExpressions;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPlatform.Messaging.Consuming;
using WeChatPlatform.Messaging.Sagas;

namespace WeChatPlatform.Messaging;

/// <summary>
/// What one module contributes to the host's only bus. Queue names are service + consumer in kebab case, so that two
/// services never share a queue: customer and IdentifyCustomerConsumer give customer-identify-customer.
/// </summary>
public sealed partial class ModuleBus
{
    private readonly string module;
    private readonly string instance;
    private readonly IBusRegistrationConfigurator bus;
    private readonly MessageCatalog catalog;

    internal ModuleBus(string module, string instance, IBusRegistrationConfigurator bus, MessageCatalog catalog)
    {
        this.module = module;
        this.instance = instance;
        this.bus = bus;
        this.catalog = catalog;
    }

    /// <summary>One consumer on a shared queue: one replica handles each message, in one transaction with the inbox row.</summary>
    public void AddConsumer<TConsumer, TDbContext>()
        where TConsumer : class, IConsumer
        where TDbContext : DbContext =>
        AddConsumer<TConsumer, TDbContext>(new TransactionFilter<TConsumer, TDbContext>());

    /// <summary>
    /// A consumer on a shared queue that keeps nothing: it reads and answers. It costs no transaction and no inbox row; a
    /// message that comes twice is answered twice under the same message ids, which the readers' inboxes recognise.
    /// </summary>
    /// <remarks>It may read <typeparamref name="TDbContext"/>, must not change it and cannot delay an answer.</remarks>
    public void AddStatelessConsumer<TConsumer, TDbContext>()
        where TConsumer : class, IConsumer
        where TDbContext : DbContext
    {
        bus.TryAddScoped<StatelessConsume<TDbContext>>();
        AddConsumer<TConsumer, TDbContext>(new StatelessFilter<TConsumer, TDbContext>());
    }

    /// <summary>A consumer whose work takes seconds: it works first and records in a transaction afterwards.</summary>
    public void AddLongRunningConsumer<TConsumer, TMessage, TResult, TDbContext>()
        where TConsumer : class, ILongRunningConsumer<TMessage, TResult>
        where TMessage : class
        where TDbContext : DbContext
    {
        var queue = QueueOf(typeof(TConsumer), "Consumer");
        catalog.Add(queue, module, typeof(TDbContext), [typeof(TMessage)]);
        bus.TryAddScoped<ConsumeTransaction<TDbContext>>();
        bus.TryAddScoped<TConsumer>();
        bus.AddConsumer<LongRunningAdapter<TConsumer, TMessage, TResult, TDbContext>>()
            .Endpoint(endpoint => endpoint.Name = queue);
    }

    /// <summary>A state machine whose rows live in the module's database. Its queue is named for the machine: ReplySaga gives message-reply.</summary>
    public void AddSaga<TMachine, TState, TDbContext>()
        where TMachine : class, SagaStateMachine<TState>
        where TState : class, SagaStateMachineInstance
        where TDbContext : DbContext
    {
        var queue = QueueOf(typeof(TMachine), "Saga");
        var messages = typeof(TMachine).GetProperties()
            .Select(property => property.PropertyType)
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Event<>))
            .Select(type => type.GetGenericArguments()[0])
            .ToArray();
        catalog.Add(queue, module, typeof(TDbContext), messages);
        bus.TryAddScoped<ConsumeTransaction<TDbContext>>();
        bus.AddSagaStateMachine<TMachine, TState>()
            .Repository(repository => MassTransit.Configuration.RegistrationServiceCollectionExtensions
                .RegisterSagaRepository<TState, TDbContext, MassTransit.Saga.SagaConsumeContextFactory<TDbContext, TState>,
                    SagaRepository<TState, TDbContext>>(repository))
            .Endpoint(endpoint => endpoint.Name = queue);
    }

    /// <summary>A consumer that every replica has for itself. It only wakes what waits for a row; it writes nothing.</summary>
    public void AddBroadcastConsumer<TConsumer>()
        where TConsumer : class, IConsumer
    {
        catalog.Know(MessagesOf(typeof(TConsumer)));
        bus.AddConsumer<TConsumer>().Endpoint(endpoint =>
        {
            endpoint.Name = $"{QueueOf(typeof(TConsumer), "Consumer")}-{instance}";
            endpoint.Temporary = true;
        });
    }

    private void AddConsumer<TConsumer, TDbContext>(IFilter<ConsumerConsumeContext<TConsumer>> filter)
        where TConsumer : class, IConsumer
        where TDbContext : DbContext
    {
        var queue = QueueOf(typeof(TConsumer), "Consumer");
        catalog.Add(queue, module, typeof(TDbContext), MessagesOf(typeof(TConsumer)));
        bus.TryAddScoped<ConsumeTransaction<TDbContext>>();
        bus.AddConsumer<TConsumer>((_, consumer) => consumer.UseFilter(filter)).Endpoint(endpoint => endpoint.Name = queue);
    }

    private string QueueOf(Type type, string suffix)
    {
        var name = type.Name.EndsWith(suffix, StringComparison.Ordinal) ? type.Name[..^suffix.Length] : type.Name;
        return $"{module}-{WordStart().Replace(name, "-$0").ToLowerInvariant()}";
    }

    private static Type[] MessagesOf(Type consumer) =>
        [.. consumer.GetInterfaces()
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IConsumer<>))
            .Select(type => type.GetGenericArguments()[0])];

    [GeneratedRegex("(?<!^)[A-Z]", RegexOptions.None, 1000)]
    private static partial Regex WordStart();
}
