using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace WeChatPlatform.Messaging.Measuring;

/// <summary>
/// Asks RabbitMQ for the length of each of our queues by declaring it passively, which changes nothing and needs no management
/// plug-in. One caller at a time.
/// </summary>
internal sealed class BrokerQueues(
    MessageCatalog catalog, GivenUpMessages givenUp, IOptions<MessagingOptions> options, TimeProvider time)
    : IStandingMessages, IAsyncDisposable
{
    private const string ErrorEnding = "_error";
    private const ushort NotFound = 404;

    // Another replica, or one that is gone, may have been the first to give a message up.
    private static readonly TimeSpan LookAgain = TimeSpan.FromHours(1);
    private readonly Dictionary<string, DateTimeOffset> missing = new(StringComparer.Ordinal);
    private IConnection? connection;
    private IChannel? channel;

    public async Task<IReadOnlyList<StandingMessages>> CountAsync(CancellationToken ct)
    {
        try
        {
            List<StandingMessages> found = [];
            foreach (var queue in catalog.Queues)
            {
                found.Add(new StandingMessages(
                    queue.Name, await LengthAsync(queue.Name, ct), await PoisonAsync(queue.Name, ct)));
            }

            return found;
        }
        catch
        {
            await CloseAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task<long> PoisonAsync(string queue, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var hasReason = givenUp.Take(queue);
        if (!hasReason && missing.TryGetValue(queue, out var at) && now - at < LookAgain)
        {
            return 0;
        }

        if (await LengthAsync(queue + ErrorEnding, ct) is { } length)
        {
            missing.Remove(queue);
            return length;
        }

        missing[queue] = now;
        if (hasReason)
        {
            // Given up, and on its way into the error queue.
            givenUp.Add(queue);
        }

        return 0;
    }

    private async Task<long?> LengthAsync(string queue, CancellationToken ct)
    {
        try
        {
            var declared = await (await ChannelAsync(ct)).QueueDeclarePassiveAsync(queue, ct);
            return declared.MessageCount;
        }
        catch (OperationInterruptedException refusal) when (refusal.ShutdownReason?.ReplyCode == NotFound)
        {
            // The refusal has ended the channel.
            return null;
        }
    }

    private async Task<IChannel> ChannelAsync(CancellationToken ct)
    {
        if (connection is not { IsOpen: true })
        {
            await CloseAsync();
            connection = await new ConnectionFactory
            {
                Uri = new Uri(options.Value.RabbitMq), ClientProvidedName = "wechat-metrics", AutomaticRecoveryEnabled = false,
            }.CreateConnectionAsync(ct);
        }

        if (channel is not { IsOpen: true })
        {
            await (channel?.DisposeAsync() ?? ValueTask.CompletedTask);
            channel = await connection.CreateChannelAsync(cancellationToken: ct);
        }

        return channel;
    }

    private async Task CloseAsync()
    {
        var (closing, link) = (channel, connection);
        (channel, connection) = (null, null);
        await (closing?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (link?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
