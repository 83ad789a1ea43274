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
    private static readonly MethodInfo Typed =
        typeof(SubscriptionTopology).GetMethod(nameof(DeclareTyped), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static void Declare(IRabbitMqBusFactoryConfigurator rabbit, Subscription subscription) =>
        Typed.MakeGenericMethod(subscription.Message).Invoke(null, [rabbit, subscription.Queue]);

    private static void DeclareTyped<T>(IRabbitMqBusFactoryConfigurator rabbit, string queue)
        where T : class =>
        rabbit.Publish<T>(topology => topology.BindQueue(
            topology.Exchange.ExchangeName, queue, binding => binding.SetQueueArgument("x-queue-type", "quorum")));
}
