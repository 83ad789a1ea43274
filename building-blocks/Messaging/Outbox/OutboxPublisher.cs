using System.Diagnostics;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Messaging.Outbox;

/// <summary>Hands one row to the transport and returns once the transport has confirmed it.</summary>
internal sealed class OutboxPublisher(
    IBus bus, BrokerChannel channel, MessageCatalog catalog, IOptions<MessagingOptions> options)
{
    /// <exception cref="InvalidOperationException">This version does not know the message; see <see cref="Knows"/>.</exception>
    public async Task PublishAsync(OutboxRow row, CancellationToken ct)
    {
        var type = catalog.Find(row.MessageType)
            ?? throw new InvalidOperationException($"Outbox row {row.Id} names the unknown message {row.MessageType}.");

        // The row carries the trace of the transaction that wrote it, so one trace goes on from capture to read-back.
        using var activity = ActivityContext.TryParse(row.TraceParent, null, isRemote: true, out var parent)
            ? MessagingMetrics.Activities.StartActivity("outbox relay", ActivityKind.Internal, parent)
            : null;
        if (options.Value.InMemory)
        {
            await PublishAsync(row, type, ct);
        }
        else
        {
            await channel.PublishAsync(row, type, activity?.Id ?? row.TraceParent, ct);
        }

        MessagingMetrics.Published.Add(1, new KeyValuePair<string, object?>("message", type.Name));
    }

    /// <summary>False when this version does not know the message: its rows wait for one that does.</summary>
    public bool Knows(OutboxRow row) => catalog.Find(row.MessageType) is not null;

    public IReadOnlyCollection<string> QueuesOf(OutboxRow row) =>
        catalog.Find(row.MessageType) is { } type ? catalog.QueuesOf(type) : [];

    private Task PublishAsync(OutboxRow row, Type type, CancellationToken ct)
    {
        var message = JsonSerializer.Deserialize(row.Body, type, OutboxJson.Options)
            ?? throw new JsonException($"Outbox row {row.Id} holds no message.");
        return bus.Publish(message, type, context =>
        {
            context.MessageId = row.MessageId;
            context.ConversationId = row.OrderingKey;
        }, ct);
    }
}
