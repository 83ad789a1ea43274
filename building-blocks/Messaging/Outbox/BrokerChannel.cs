using System.Collections.Concurrent;
using MassTransit.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace WeChatPlatform.Messaging.Outbox;

/// <summary>
/// The relays' way to RabbitMQ, beside MassTransit's: a row holds the message as JSON already, so it goes into the envelope
/// as it is, and confirms are awaited side by side. Exchanges and envelope are those that MassTransit's consumers expect, and
/// the platform's queues are declared here before the first message goes out (ADR 0006).
/// </summary>
internal sealed class BrokerChannel(
    MessageCatalog catalog,
    IOptions<MessagingOptions> options,
    TimeProvider time,
    ILogger<BrokerChannel> logger,
    IFailPoints? failPoints = null) : IAsyncDisposable
{
    private static readonly TimeSpan PauseBeforeReopening = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly ConcurrentDictionary<Type, MessageAddress> addresses = new();
    private Session? current;

    /// <summary>False while what is committed cannot go out.</summary>
    public bool IsOpen => current is { Channel.IsOpen: true };

    /// <summary>
    /// Connects before there is anything to send, and anew when the connection is lost, so that no customer waits for it and
    /// <see cref="IsOpen"/> tells of the broker and not of the traffic. Until the host stops.
    /// </summary>
    public async Task KeepOpenAsync(CancellationToken ct)
    {
        for (var isTold = false; !ct.IsCancellationRequested;)
        {
            try
            {
                var session = await SessionAsync(ct);
                isTold = false;
                await session.WaitUntilClosedAsync(ct);
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                // Once an outage. What goes wrong is the client's to name: it has a dozen kinds of it.
                if (!isTold)
                {
                    logger.BrokerAway(failure);
                    isTold = true;
                }
            }

            await Task.Delay(PauseBeforeReopening, TimeProvider.System, ct);
        }
    }

    /// <summary>Returns when the broker has the message in all its queues.</summary>
    /// <exception cref="TimeoutException">The broker did not confirm in time; whether it has the message is unknown.</exception>
    public async Task PublishAsync(OutboxRow row, Type type, string module, string? traceParent, CancellationToken ct)
    {
        var address = addresses.GetOrAdd(type, static type => new MessageAddress(type));
        var timeout = TimeSpan.FromSeconds(options.Value.ConfirmTimeoutSeconds);
        var session = await SessionAsync(ct).WaitAsync(timeout, TimeProvider.System, ct);
        try
        {
            await session.DeclareAsync(address.Exchange).WaitAsync(timeout, TimeProvider.System, ct);
            var properties = new BasicProperties
            {
                MessageId = row.MessageId.ToString(),
                ContentType = MessageAddress.ContentType,
                DeliveryMode = DeliveryModes.Persistent,
            };
            if (traceParent is not null)
            {
                properties.Headers = new Dictionary<string, object?>(StringComparer.Ordinal) { [DiagnosticHeaders.ActivityId] = traceParent };
            }

            var publishing = session.Channel
                .BasicPublishAsync(address.Exchange, "", mandatory: false, properties, address.Envelope(row, time.GetUtcNow()), ct)
                .AsTask().WaitAsync(timeout, TimeProvider.System, ct);
            if (failPoints is not null)
            {
                await failPoints.ReachAsync(FailPoint.AfterPublish, module, row.MessageId);
            }

            await publishing;
        }
        catch (TimeoutException)
        {
            // What this session has not confirmed will be sent again by another one: let nothing of it arrive after that.
            await EndAsync(session);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (current is { } session)
        {
            await EndAsync(session);
        }

        gate.Dispose();
    }

    private async Task<Session> SessionAsync(CancellationToken ct)
    {
        if (current is { Channel.IsOpen: true } open)
        {
            return open;
        }

        await gate.WaitAsync(ct);
        try
        {
            if (current is { Channel.IsOpen: true } opened)
            {
                return opened;
            }

            if (current is { } dead)
            {
                await EndAsync(dead);
            }

            return current = await Session.OpenAsync(options.Value, catalog.Known, logger.QueueDiffers, ct);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task EndAsync(Session session)
    {
        Interlocked.CompareExchange(ref current, null, session);
        await session.DisposeAsync();
    }

    /// <summary>A connection with one channel and the exchanges that were declared on it.</summary>
    private sealed class Session(IConnection connection, IChannel channel) : IAsyncDisposable
    {
        private static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(2);
        private readonly ConcurrentDictionary<string, Task> declared = new();
        private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int ended;

        public IChannel Channel => channel;

        /// <summary>Returns when the session can no longer be used, whoever ended it.</summary>
        public Task WaitUntilClosedAsync(CancellationToken ct) => closed.Task.WaitAsync(ct);

        public static async Task<Session> OpenAsync(
            MessagingOptions options, IReadOnlyCollection<Type> known, Action<string> differs, CancellationToken ct)
        {
            // Recovered by opening another one: nothing that an old one left unconfirmed may go out behind our back.
            var connection = await new ConnectionFactory
            {
                Uri = new Uri(options.RabbitMq),
                ClientProvidedName = "wechat-relay",
                AutomaticRecoveryEnabled = false,

                // As MassTransit's: whose other end is gone without a word is given up after two of these.
                RequestedHeartbeat = TimeSpan.FromSeconds(options.HeartbeatSeconds),
                RequestedConnectionTimeout = MessagingOptions.ConnectTime,
                HandshakeContinuationTimeout = MessagingOptions.ConnectTime,
            }.CreateConnectionAsync(ct);
            try
            {
                await SubscriptionTopology.DeclareAllAsync(connection, known, differs, ct);
                var channel = await connection.CreateChannelAsync(
                    new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);
                var session = new Session(connection, channel);
                channel.ChannelShutdownAsync += session.CloseAsync;
                connection.ConnectionShutdownAsync += session.CloseAsync;

                // To nobody: a confirm came back over this connection, and the code of it is compiled before a customer waits.
                await channel.BasicPublishAsync("", "", ReadOnlyMemory<byte>.Empty, ct);
                return session;
            }
            catch
            {
                await connection.AbortAsync(Constants.ReplySuccess, "done", CloseTime);
                await connection.DisposeAsync();
                throw;
            }
        }

        /// <summary>The exchange of a message that nobody here reads may not be there yet. Two that ask at once may both declare it: the same thing.</summary>
        public Task DeclareAsync(string exchange) => declared.GetOrAdd(
            exchange,
            static (name, channel) => channel.ExchangeDeclareAsync(
                name, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: CancellationToken.None),
            channel);

        public async ValueTask DisposeAsync()
        {
            // All messages that wait in it give it up at the same time.
            if (Interlocked.Exchange(ref ended, 1) == 1)
            {
                return;
            }

            await connection.AbortAsync(Constants.ReplySuccess, "done", CloseTime);
            await connection.DisposeAsync();
            closed.TrySetResult();
        }

        private Task CloseAsync(object sender, ShutdownEventArgs reason)
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
