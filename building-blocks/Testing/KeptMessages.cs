using System.Collections.Concurrent;
using MassTransit;

namespace WeChatPlatform.Testing;

/// <summary>Keeps what a host's bus publishes, each message once however often it is published.</summary>
internal sealed class KeptMessages : IPublishObserver
{
    private readonly ConcurrentDictionary<Guid, byte> seen = new();
    private readonly ConcurrentQueue<object> messages = new();

    public IReadOnlyList<T> Of<T>() => [.. messages.OfType<T>()];

    public Task PrePublish<T>(PublishContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class
    {
        if (context.MessageId is not { } id || seen.TryAdd(id, 0))
        {
            messages.Enqueue(context.Message);
        }

        return Task.CompletedTask;
    }

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}
