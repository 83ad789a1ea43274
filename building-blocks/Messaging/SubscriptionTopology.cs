using System.Reflection;
using MassTransit;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using WeChatPlatform.Contracts;
using WeChatPlatform.Messaging.Outbox;

namespace WeChatPlatform.Messaging;

/// <summary>
/// Declares every contract's exchange, every reader's queue as the reader itself would, and the bindings between them. A reader
/// adds its own way through an exchange of the queue's name; RabbitMQ puts one copy into a queue however many ways lead to it.
/// </summary>
internal static class SubscriptionTopology
{
    public const string DeliveryLimit = "x-delivery-limit";

    /// <summary>
    /// RabbitMQ 4 throws a message of a quorum queue away after 20 returns, and each crash of a reader returns all that it had
    /// fetched, each listing of poison messages all that it showed. Giving up is decided by our retries and error queues
    /// alone. RabbitMQ 3 knows no number for "never", so it is one that is never reached.
    /// </summary>
    public const int NoDeliveryLimit = 1_000_000_000;

    private static readonly Dictionary<string, object?> QuorumQueue = new(StringComparer.Ordinal)
    {
        ["x-queue-type"] = "quorum", [DeliveryLimit] = NoDeliveryLimit,
    };

    private static readonly MethodInfo Durable =
        typeof(SubscriptionTopology).GetMethod(nameof(DeclareTypedDurable), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>
    /// Makes the whole platform's queues exist before anything is published, whoever starts first: nothing is lost because its
    /// reader has never run.
    /// </summary>
    /// <exception cref="OperationInterruptedException">The connection was lost, or RabbitMQ refused.</exception>
    public static async Task DeclareAllAsync(IConnection connection, IReadOnlyCollection<Type> known, Action<string> differs, CancellationToken ct)
    {
        var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        try
        {
            foreach (var exchange in known.Select(message => new MessageAddress(message).Exchange))
            {
                // Nothing here is waited for but the queues: over a long way, answers are what takes the time.
                await channel.ExchangeDeclareAsync(
                    exchange, ExchangeType.Fanout, durable: true, autoDelete: false, noWait: true, cancellationToken: ct);
            }

            foreach (var subscription in Subscriptions.All)
            {
                try
                {
                    await channel.QueueDeclareAsync(
                        subscription.Queue, durable: true, exclusive: false, autoDelete: false, QuorumQueue, cancellationToken: ct);
                }
                catch (OperationInterruptedException refused) when (refused.ShutdownReason?.ReplyCode == Constants.PreconditionFailed)
                {
                    // It is there, and that is what counts; a refusal closes the channel.
                    differs(subscription.Queue);
                    await channel.DisposeAsync();
                    channel = await connection.CreateChannelAsync(cancellationToken: ct);
                }

                await channel.QueueBindAsync(
                    subscription.Queue, new MessageAddress(subscription.Message).Exchange, routingKey: "", noWait: true, cancellationToken: ct);
            }

            // Answered after everything before it is done.
            await channel.QueueDeclarePassiveAsync(Subscriptions.All[0].Queue, ct);
        }
        finally
        {
            await channel.DisposeAsync();
        }
    }

    /// <summary>
    /// The message's exchange and its bindings outlive a restart of the broker. MassTransit would take a module's internal
    /// message for a temporary one, and what the relay sends between that restart and the reader's return would be lost.
    /// </summary>
    public static void DeclareDurable(IRabbitMqBusFactoryConfigurator rabbit, Type message) =>
        Durable.MakeGenericMethod(message).Invoke(null, [rabbit]);

    private static void DeclareTypedDurable<T>(IRabbitMqBusFactoryConfigurator rabbit)
        where T : class =>
        rabbit.Publish<T>(topology =>
        {
            topology.Durable = true;
            topology.AutoDelete = false;
        });
}
