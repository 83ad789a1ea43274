using System.Collections.Concurrent;
using System.Threading.Channels;
using MassTransit;

namespace WeChatPlatform.Messaging.Outbox;

/// <summary>
/// In memory the outbox row is the message: it goes only after every queue that handles it has committed its inbox
/// row, so a kill -9 of the process loses nothing. This is who is still missing for which row.
/// </summary>
internal sealed class MemoryDeliveries
{
    private readonly ConcurrentDictionary<Guid, Flight> flights = new();

    /// <summary>Remembers a row that is about to be published.</summary>
    public void Begin(Guid messageId, long rowId, IReadOnlyCollection<string> queues, ChannelWriter<Delivered> delivered) =>
        flights[messageId] = new Flight(rowId, new ConcurrentDictionary<string, byte>(queues.Select(q => KeyValuePair.Create(q, (byte)0))), delivered);

    /// <summary>One queue is through with a message: it committed, or it put the message aside as poison.</summary>
    public void Done(Guid messageId, string queue)
    {
        if (flights.TryGetValue(messageId, out var flight))
        {
            flight.Missing.TryRemove(queue, out _);
            if (flight.Missing.IsEmpty)
            {
                flight.Delivered.TryWrite(new Delivered(messageId, flight.RowId));
            }
        }
    }

    /// <summary>
    /// A message's row is deleted, or the message could neither be handled nor put aside and is published again. Until then
    /// the row must not be taken a second time, however long the deletion takes.
    /// </summary>
    public void Forget(Guid messageId) => flights.TryRemove(messageId, out _);

    /// <summary>How many messages each queue has yet to handle.</summary>
    public IReadOnlyDictionary<string, long> CountByQueue() =>
        flights.Values.SelectMany(flight => flight.Missing.Keys)
            .CountBy(queue => queue, StringComparer.Ordinal)
            .ToDictionary(queue => queue.Key, queue => (long)queue.Value, StringComparer.Ordinal);

    /// <summary>Rows that are under way and must not be published a second time.</summary>
    public long[] Rows(ChannelWriter<Delivered> owner) =>
        [.. flights.Values.Where(flight => flight.Delivered == owner).Select(flight => flight.RowId)];

    private sealed record Flight(long RowId, ConcurrentDictionary<string, byte> Missing, ChannelWriter<Delivered> Delivered);
}

/// <summary>A message that every queue is through with; its row may go.</summary>
internal sealed record Delivered(Guid MessageId, long RowId);

/// <summary>Reports a queue's success to <see cref="MemoryDeliveries"/>; a failure reaches the poison filter instead.</summary>
internal sealed class MemoryAcknowledgeFilter(MemoryDeliveries deliveries, string queue) : IFilter<ConsumeContext>
{
    public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        await next.Send(context);
        if (context.MessageId is { } messageId)
        {
            deliveries.Done(messageId, queue);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("memoryAcknowledge");
}
