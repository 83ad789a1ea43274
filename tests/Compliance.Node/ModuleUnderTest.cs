using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeChatPlatform.Ai;
using WeChatPlatform.Analytics;
using WeChatPlatform.Customer;
using WeChatPlatform.ErpSync;
using WeChatPlatform.Gateway;
using WeChatPlatform.Message;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;
using WeChatPlatform.Rag;

namespace WeChatPlatform.Compliance.Node;

/// <summary>One module's real context, database and outbox, with the suite's consumers in place of its own.</summary>
public abstract class ModuleUnderTest
{
    private protected ModuleUnderTest(string name) => Name = name;

    /// <summary>Every module that has a database.</summary>
    public static IReadOnlyList<ModuleUnderTest> All { get; } =
    [
        new Of<GatewayDbContext, GatewayErrand, GatewayErrandRun, GatewayErrandPriced>("gateway"),
        new Of<MessageDbContext, MessageErrand, MessageErrandRun, MessageErrandPriced>("message"),
        new Of<AiDbContext, AiErrand, AiErrandRun, AiErrandPriced>("ai"),
        new Of<RagDbContext, RagErrand, RagErrandRun, RagErrandPriced>("rag"),
        new Of<CustomerDbContext, CustomerErrand, CustomerErrandRun, CustomerErrandPriced>("customer"),
        new Of<ErpSyncDbContext, ErpSyncErrand, ErpSyncErrandRun, ErpSyncErrandPriced>("erp-sync"),
        new Of<AnalyticsDbContext, AnalyticsErrand, AnalyticsErrandRun, AnalyticsErrandPriced>("analytics"),
    ];

    /// <summary>The service's name.</summary>
    public string Name { get; }

    public abstract Type ContextType { get; }

    /// <summary>What the suite publishes, and what its consumers publish then.</summary>
    public abstract IReadOnlyList<Type> Messages { get; }

    /// <summary>The readers of the module's errands, without those that follow them in order.</summary>
    public abstract IReadOnlyList<string> Queues { get; }

    /// <summary>Those of them whose inbox row goes with the commit.</summary>
    public abstract IReadOnlyList<string> OneBatchQueues { get; }

    /// <summary>The queue that sees the order.</summary>
    public abstract string FollowQueue { get; }

    /// <summary>Registers the context as the module itself does.</summary>
    public abstract void AddDatabase(IHostApplicationBuilder builder);

    /// <summary>Writes errands into the module's outbox in one transaction.</summary>
    public abstract Task PublishAsync(
        IServiceProvider services, IReadOnlyList<(Guid Key, int Number)> errands, ErrandKind kind, CancellationToken ct);

    internal abstract void Contribute(ModuleBus bus, bool follows);

    /// <summary>The queue that sees the order hands out one message at a time.</summary>
    internal abstract void AddOrder(IServiceCollection services);

    private sealed class Of<TContext, TErrand, TRun, TPriced>(string name) : ModuleUnderTest(name)
        where TContext : DbContext
        where TErrand : Errand, new()
        where TRun : Errand, new()
        where TPriced : Errand, new()
    {
        public override Type ContextType => typeof(TContext);

        public override IReadOnlyList<Type> Messages => [typeof(TErrand), typeof(TRun), typeof(TPriced)];

        public override IReadOnlyList<string> Queues =>
        [
            $"{Name}-{ErrandConsumers<TContext, TErrand, TRun, TPriced>.RecordErrandConsumer.Queue}",
            $"{Name}-{ErrandConsumers<TContext, TErrand, TRun, TPriced>.PriceErrandConsumer.Queue}",
            $"{Name}-{ErrandConsumers<TContext, TErrand, TRun, TPriced>.JourneySaga.Queue}",
        ];

        public override IReadOnlyList<string> OneBatchQueues =>
        [
            $"{Name}-{ErrandConsumers<TContext, TErrand, TRun, TPriced>.RecordErrandConsumer.Queue}",
            $"{Name}-{ErrandConsumers<TContext, TErrand, TRun, TPriced>.PriceErrandConsumer.Queue}",
        ];

        public override string FollowQueue => $"{Name}-{ErrandConsumers<TContext, TErrand, TRun, TPriced>.FollowErrandConsumer.Queue}";

        public override void AddDatabase(IHostApplicationBuilder builder) => builder.AddModuleDatabase<TContext>(Name);

        public override async Task PublishAsync(
            IServiceProvider services, IReadOnlyList<(Guid Key, int Number)> errands, ErrandKind kind, CancellationToken ct)
        {
            await using var scope = services.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<TContext>();
            var outbox = scope.ServiceProvider.GetRequiredService<IOutbox<TContext>>();
            await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                context.ChangeTracker.Clear();
                await using var transaction = await context.Database.BeginTransactionAsync(ct);
                foreach (var (key, number) in errands)
                {
                    outbox.Publish(new TErrand { Key = key, Number = number, Fragile = kind.Fragile }, key, kind.Due);
                }

                await context.SaveChangesAsync(ct);
                if (!kind.RolledBack)
                {
                    await transaction.CommitAsync(ct);
                }
            });
        }

        internal override void AddOrder(IServiceCollection services) =>
            services.AddSingleton<
                IConsumerDefinition<ErrandConsumers<TContext, TErrand, TRun, TPriced>.FollowErrandConsumer>,
                ErrandConsumers<TContext, TErrand, TRun, TPriced>.OneAtATime>();

        internal override void Contribute(ModuleBus bus, bool follows)
        {
            bus.AddConsumer<ErrandConsumers<TContext, TErrand, TRun, TPriced>.RecordErrandConsumer, TContext>();
            bus.AddLongRunningConsumer<ErrandConsumers<TContext, TErrand, TRun, TPriced>.PriceErrandConsumer, TRun, int, TContext>();
            bus.AddSaga<ErrandConsumers<TContext, TErrand, TRun, TPriced>.JourneySaga, Journey<TContext>, TContext>();
            if (follows)
            {
                bus.AddConsumer<ErrandConsumers<TContext, TErrand, TRun, TPriced>.FollowErrandConsumer, TContext>();
            }
        }
    }
}

/// <summary>How errands are published.</summary>
/// <remarks><paramref name="Due"/>: at once when absent. <paramref name="RolledBack"/>: their transaction is not committed.</remarks>
public sealed record ErrandKind(bool Fragile = false, DateTimeOffset? Due = null, bool RolledBack = false);
