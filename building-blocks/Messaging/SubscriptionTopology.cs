using System.Reflection;
using MassTransit;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Messaging;

/// <summary>
/// Declares a contract's exchange, its reader's queue as the reader itself would, and a binding between them. The reader
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

    private static readonly MethodInfo Typed =
        typeof(SubscriptionTopology).GetMethod(nameof(DeclareTyped), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static readonly MethodInfo Durable =
        typeof(SubscriptionTopology).GetMethod(nameof(DeclareTypedDurable), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static void Declare(IRabbitMqBusFactoryConfigurator rabbit, Subscription subscription) =>
        Typed.MakeGenericMethod(subscription.Message).Invoke(null, [rabbit, subscription.Queue]);

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

    private static void DeclareTyped<T>(IRabbitMqBusFactoryConfigurator rabbit, string queue)
        where T : class =>
        rabbit.Publish<T>(topology => topology.BindQueue(topology.Exchange.ExchangeName, queue, binding =>
        {
            binding.SetQueueArgument("x-queue-type", "quorum");
            binding.SetQueueArgument(DeliveryLimit, NoDeliveryLimit);
        }));
}
