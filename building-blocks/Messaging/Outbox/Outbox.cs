using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.Messaging.Outbox;

internal sealed class Outbox<TDbContext>(
    TDbContext context, OutboxBuffer<TDbContext> buffer, MessageCatalog catalog, TimeProvider time) : IOutbox<TDbContext>
    where TDbContext : DbContext
{
    public void Publish<T>(T message, Guid orderingKey, DateTimeOffset? due = null)
        where T : class
    {
        var now = time.GetUtcNow();
        var row = new OutboxRow
        {
            MessageId = buffer.NextId(now),
            MessageType = catalog.NameOf(typeof(T)),
            Body = JsonSerializer.Serialize(message, OutboxJson.Options),
            OrderingKey = orderingKey,
            Lane = OutboxRow.LaneOf(orderingKey),
            DueAt = due ?? OutboxRow.AtOnce,
            CreatedAt = now,
            TraceParent = Activity.Current?.Id,
        };
        if (buffer.IsOpen)
        {
            buffer.Add(row);
        }
        else
        {
            context.Add(row);
        }
    }
}
