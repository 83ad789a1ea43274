using MassTransit;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Compliance.Node;

/// <summary>
/// The readers of one module's errands: one of each kind that modules have. Nested, because a nested class of a generic one
/// has a plain name, and queues are named for classes.
/// </summary>
internal static class ErrandConsumers<TContext, TErrand, TRun, TPriced>
    where TContext : DbContext
    where TErrand : Errand, new()
    where TRun : Errand, new()
    where TPriced : Errand, new()
{
    /// <summary>
    /// State past the context and a message: inbox row, outbox row and commit go in one batch, and a second delivery writes its
    /// state before the inbox refuses it.
    /// </summary>
    public sealed class RecordErrandConsumer(TContext context, IOutbox<TContext> outbox, TimeProvider time) : IConsumer<TErrand>
    {
        public const string Queue = "record-errand";

        public async Task Consume(ConsumeContext<TErrand> consume)
        {
            var errand = consume.Message;
            var broken = errand.Fragile && await context.Database
                .SqlQueryRaw<int>($"select count(*)::int as \"Value\" from {Effect.BrokenTable}").SingleAsync(consume.CancellationToken) > 0;
            await context.Database.ExecuteSqlAsync(
                $"""
                insert into compliance_effects (queue, errand_key, number, at)
                values ({Queue}, {errand.Key}, {errand.Number}, {time.GetUtcNow()})
                """,
                consume.CancellationToken);
            outbox.Publish(new TRun { Key = errand.Key, Number = errand.Number }, errand.Key);
            if (broken)
            {
                throw new InvalidOperationException(Failure);
            }
        }
    }

    /// <summary>State alone, one message at a time in one process: it sees the order in which messages came.</summary>
    public sealed class FollowErrandConsumer(TContext context, TimeProvider time) : IConsumer<TErrand>
    {
        public const string Queue = "follow-errand";

        public Task Consume(ConsumeContext<TErrand> consume)
        {
            context.Add(Row(Queue, consume.Message, time));
            return Task.CompletedTask;
        }
    }

    public sealed class OneAtATime : ConsumerDefinition<FollowErrandConsumer>
    {
        protected override void ConfigureConsumer(
            IReceiveEndpointConfigurator endpointConfigurator,
            IConsumerConfigurator<FollowErrandConsumer> consumerConfigurator,
            IRegistrationContext context) => endpointConfigurator.ConcurrentMessageLimit = 1;
    }

    /// <summary>Works before the transaction, which holds state of the context's and a message.</summary>
    public sealed class PriceErrandConsumer(TContext context, IOutbox<TContext> outbox, TimeProvider time) : ILongRunningConsumer<TRun, int>
    {
        public const string Queue = "price-errand";

        public Task<int> WorkAsync(TRun message, CancellationToken ct) => Task.FromResult(message.Number);

        public void Record(TRun message, int result)
        {
            context.Add(Row(Queue, message with { Number = result }, time));
            outbox.Publish(new TPriced { Key = message.Key, Number = result }, message.Key);
        }
    }

    /// <summary>A state machine with its row in the module's database: the inbox row goes with the lock of the saga's.</summary>
    public sealed class JourneySaga : MassTransitStateMachine<Journey<TContext>>
    {
        public const string Queue = "journey";

        public JourneySaga()
        {
            InstanceState(journey => journey.CurrentState);
            Event(() => Priced, e => e.CorrelateById(context => context.Message.Key));
            Initially(When(Priced).Then(See).TransitionTo(UnderWay));
            During(UnderWay, When(Priced).Then(See));
        }

        public State UnderWay { get; private set; } = null!;

        public Event<TPriced> Priced { get; private set; } = null!;

        // A new list: the change tracker compares lists of values element by element with what it has seen.
        private static void See(BehaviorContext<Journey<TContext>, TPriced> context) =>
            context.Saga.Numbers = [.. context.Saga.Numbers, context.Message.Number];
    }

    public const string Failure = "the errand is broken";

    private static Effect Row(string queue, Errand errand, TimeProvider time) =>
        new() { Queue = queue, Key = errand.Key, Number = errand.Number, At = time.GetUtcNow() };
}
