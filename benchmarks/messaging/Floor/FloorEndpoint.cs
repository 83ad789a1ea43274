using System.Text;
using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace WeChatPlatform.MessagingBenchmark.Floor;

/// <summary>
/// One quorum queue and its workers: many that take one message each, or one that takes all there are, up to a number.
/// Messages are acknowledged after the commit; what follows from them is published after it too.
/// </summary>
internal sealed class FloorEndpoint : IAsyncDisposable
{
    private const int WorkersOfOne = 16;
    private const ushort Prefetch = 64;
    private readonly Channel<FloorDelivery> deliveries = Channel.CreateUnbounded<FloorDelivery>();
    private readonly IChannel channel;
    private readonly Func<IReadOnlyList<FloorDelivery>, Task<List<FloorMessage>>> handle;
    private readonly Func<IReadOnlyList<FloorMessage>, Task> publish;
    private Task workers = Task.CompletedTask;

    private FloorEndpoint(
        IChannel channel, Func<IReadOnlyList<FloorDelivery>, Task<List<FloorMessage>>> handle, Func<IReadOnlyList<FloorMessage>, Task> publish)
    {
        this.channel = channel;
        this.handle = handle;
        this.publish = publish;
    }

    public static async Task<FloorEndpoint> StartAsync(
        IConnection connection,
        string queue,
        int mostAtOnce,
        Func<IReadOnlyList<FloorDelivery>, Task<List<FloorMessage>>> handle,
        Func<IReadOnlyList<FloorMessage>, Task> publish,
        CancellationToken ct)
    {
        var opened = await connection.CreateChannelAsync(cancellationToken: ct);
        await opened.QueueDeclareAsync(
            queue, durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-queue-type"] = "quorum" }, cancellationToken: ct);
        await opened.BasicQosAsync(0, mostAtOnce == 1 ? Prefetch : (ushort)(2 * mostAtOnce), global: false, ct);
        var endpoint = new FloorEndpoint(opened, handle, publish);
        var consumer = new AsyncEventingBasicConsumer(opened);
        consumer.ReceivedAsync += (_, message) =>
        {
            endpoint.deliveries.Writer.TryWrite(FloorDelivery.Read(message.DeliveryTag, message.BasicProperties, message.Body.Span));
            return Task.CompletedTask;
        };
        endpoint.workers = Task.WhenAll(Enumerable.Range(0, mostAtOnce == 1 ? WorkersOfOne : 1)
            .Select(_ => Task.Run(() => endpoint.WorkAsync(mostAtOnce), ct)));
        await opened.BasicConsumeAsync(queue, autoAck: false, consumer, ct);
        return endpoint;
    }

    public static BasicProperties Properties(FloorMessage message) => new()
    {
        MessageId = message.Id.ToString(), Type = message.Type, DeliveryMode = DeliveryModes.Persistent,
    };

    public static byte[] Bytes(FloorMessage message) => Encoding.UTF8.GetBytes(message.Json);

    public async ValueTask DisposeAsync()
    {
        deliveries.Writer.Complete();
        await workers;
        await channel.DisposeAsync();
    }

    private async Task WorkAsync(int mostAtOnce)
    {
        List<FloorDelivery> taken = [];
        while (await deliveries.Reader.WaitToReadAsync(CancellationToken.None))
        {
            taken.Clear();
            while (taken.Count < mostAtOnce && deliveries.Reader.TryRead(out var delivery))
            {
                taken.Add(delivery);
            }

            if (taken.Count > 0)
            {
                var messages = await handle(taken);
                await channel.BasicAckAsync(taken[^1].Tag, multiple: mostAtOnce > 1, CancellationToken.None);
                await publish(messages);
            }
        }
    }
}
