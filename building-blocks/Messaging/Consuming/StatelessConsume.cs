using MassTransit;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Messaging.Outbox;

namespace WeChatPlatform.Messaging.Consuming;

/// <summary>
/// A consume that leaves nothing in the database, so that there is nothing to be done once only but its answers. They bear
/// ids made from the message's: a second delivery sends the same ones again, and the inboxes of their readers ignore them.
/// </summary>
internal sealed class StatelessConsume<TDbContext>(
    TDbContext context, OutboxBuffer<TDbContext> outbox, OutboxPublisher publisher, MessageCatalog catalog)
    where TDbContext : DbContext
{
    /// <exception cref="NotPublishedException">The broker did not confirm an answer; the message is not to blame.</exception>
    /// <exception cref="InvalidOperationException">The consumer changed the context or delayed an answer after all.</exception>
    public async Task RunAsync(ConsumeContext consume, Func<Task> body)
    {
        var messageId = consume.MessageId
            ?? throw new InvalidOperationException("A message without an id gives its answers none that could be recognised.");
        var endpoint = EndpointName.Of(consume.ReceiveContext.InputAddress);
        outbox.Open(place => AnswerId.Of(messageId, endpoint, place));
        try
        {
            await body();
            if (context.ChangeTracker.HasChanges())
            {
                throw new InvalidOperationException($"The consumer of {endpoint} is registered as stateless and changed {typeof(TDbContext).Name}.");
            }

            foreach (var row in outbox.Rows)
            {
                await PublishAsync(row, endpoint, catalog.FindQueue(endpoint)!.Module, consume.CancellationToken);
            }
        }
        finally
        {
            outbox.Close();
        }
    }

    private async Task PublishAsync(OutboxRow row, string endpoint, string module, CancellationToken ct)
    {
        if (row.DueAt != OutboxRow.AtOnce)
        {
            throw new InvalidOperationException($"The consumer of {endpoint} is registered as stateless and delayed {row.MessageType}.");
        }

        try
        {
            await publisher.PublishAsync(row, module, ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            throw new NotPublishedException(row.MessageType, failure);
        }
    }
}
