using System.Diagnostics;
using System.Text.Json;
using MassTransit;

namespace WeChatPlatform.Messaging.Outbox;

/// <summary>Hands one row to the transport and returns once the transport has confirmed it.</summary>
internal sealed class OutboxPublisher(IBus bus, MessageCatalog catalog, IFailPoints failPoints)
{
    /// <returns>False when this version does not know the message: the row waits for one that does.</returns>
    public async Task<bool> PublishAsync(OutboxRow row, string module, CancellationToken ct)
    {
        if (catalog.Find(row.MessageType) is not { } type)
        {
            return false;
        }

        // The row carries the trace of the transaction that wrote it, so one trace goes on from capture to read-back.
        using var activity = ActivityContext.TryParse(row.TraceParent, null, isRemote: true, out var parent)
            ? MessagingMetrics.Activities.StartActivity("outbox relay", ActivityKind.Internal, parent)
            : null;
        var message = JsonSerializer.Deserialize(row.Body, type, OutboxJson.Options)
            ?? throw new JsonException($"Outbox row {row.Id} holds no message.");
        await failPoints.ReachAsync(FailPoint.BeforePublish, module, row.MessageId);
        var publishing = bus.Publish(message, type, context =>
        {
            context.MessageId = row.MessageId;
            context.ConversationId = row.OrderingKey;
        }, ct);
        await failPoints.ReachAsync(FailPoint.AfterPublish, module, row.MessageId);
        await publishing;
        MessagingMetrics.Published.Add(1, new KeyValuePair<string, object?>("message", type.Name));
        return true;
    }

    /// <summary>Between the transport's confirm of a batch and the deletion of its rows.</summary>
    public ValueTask ConfirmedAsync(string module) => failPoints.ReachAsync(FailPoint.AfterConfirm, module, messageId: null);

    public IReadOnlyCollection<string> QueuesOf(OutboxRow row) =>
        catalog.Find(row.MessageType) is { } type ? catalog.QueuesOf(type) : [];
}
