using System.Diagnostics;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Messaging.Outbox;

/// <summary>Hands one row to the transport and returns once the transport has confirmed it.</summary>
internal sealed class OutboxPublisher(
    IBusControl bus, BrokerChannel channel, MessageCatalog catalog, IOptions<MessagingOptions> options, IFailPoints? failPoints = null)
{
    /// <summary>
    /// Returns when the bus is connected for the first time, and so has declared the queues of the whole platform. RabbitMQ confirms
    /// what no queue is bound for, and forgets it.
    /// </summary>
    public Task DeclaredAsync(CancellationToken ct) => bus.WaitForHealthStatus(BusHealthStatus.Healthy, ct);

    /// <exception cref="InvalidOperationException">This version does not know the message; see <see cref="Knows"/>.</exception>
    public async Task PublishAsync(OutboxRow row, string module, CancellationToken ct)
    {
        var type = catalog.Find(row.MessageType)
            ?? throw new InvalidOperationException($"Outbox row {row.Id} names the unknown message {row.MessageType}.");

        // The row carries the trace of the transaction that wrote it, so one trace goes on from capture to read-back.
        using var activity = ActivityContext.TryParse(row.TraceParent, null, isRemote: true, out var parent)
            ? MessagingMetrics.Activities.StartActivity("outbox relay", ActivityKind.Internal, parent)
            : null;
        if (failPoints is not null)
        {
            await failPoints.ReachAsync(FailPoint.BeforePublish, module, row.MessageId);
        }

        if (options.Value.InMemory)
        {
            await PublishInMemoryAsync(row, type, module, ct);
        }
        else
        {
            await channel.PublishAsync(row, type, module, activity?.Id ?? row.TraceParent, ct);
        }

        MessagingMetrics.Published.Add(1, new KeyValuePair<string, object?>("message", type.Name));
    }

    /// <summary>Between what the transport confirmed and the deletion of its rows.</summary>
    public ValueTask ConfirmedAsync(string module) =>
        failPoints is null ? ValueTask.CompletedTask : failPoints.ReachAsync(FailPoint.AfterConfirm, module, messageId: null);

    /// <summary>False when this version does not know the message: its rows wait for one that does.</summary>
    public bool Knows(OutboxRow row) => catalog.Find(row.MessageType) is not null;

    public IReadOnlyCollection<string> QueuesOf(OutboxRow row) =>
        catalog.Find(row.MessageType) is { } type ? catalog.QueuesOf(type) : [];

    private async Task PublishInMemoryAsync(OutboxRow row, Type type, string module, CancellationToken ct)
    {
        var message = JsonSerializer.Deserialize(row.Body, type, OutboxJson.Options)
            ?? throw new JsonException($"Outbox row {row.Id} holds no message.");
        var publishing = bus.Publish(message, type, context =>
        {
            context.MessageId = row.MessageId;
            context.ConversationId = row.OrderingKey;
        }, ct);
        if (failPoints is not null)
        {
            await failPoints.ReachAsync(FailPoint.AfterPublish, module, row.MessageId);
        }

        await publishing;
    }
}
