using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Messaging.Consuming;

/// <summary>
/// One transaction a consume: inbox row, then the consumer's state and outbox rows, one commit. A message whose inbox
/// row exists already is done and changes nothing. A connection that breaks is retried as a whole with a clean context.
/// </summary>
internal sealed class ConsumeTransaction<TDbContext>(
    TDbContext context, TimeProvider time, IFailPoints failPoints, ILogger<ConsumeTransaction<TDbContext>> logger)
    where TDbContext : DbContext
{
    public async Task RunAsync(ConsumeContext consume, Func<Task> body)
    {
        var messageId = consume.MessageId
            ?? throw new InvalidOperationException("A message without an id cannot be recognised when it comes twice.");
        var endpoint = EndpointOf(consume.ReceiveContext);
        var ct = consume.CancellationToken;

        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            var now = time.GetUtcNow();
            var added = await context.Database.ExecuteSqlAsync(
                $"insert into inbox (message_id, endpoint, consumed_at) values ({messageId}, {endpoint}, {now}) on conflict do nothing",
                ct);
            if (added == 0)
            {
                MessagingMetrics.Duplicates.Add(1, new KeyValuePair<string, object?>("queue", endpoint));
                logger.DuplicateIgnored(messageId, endpoint);
                return;
            }

            await failPoints.ReachAsync(FailPoint.AfterInboxRow, endpoint, messageId);
            await body();
            await context.SaveChangesAsync(ct);
            await failPoints.ReachAsync(FailPoint.AfterState, endpoint, messageId);
            await transaction.CommitAsync(ct);
            await failPoints.ReachAsync(FailPoint.AfterCommit, endpoint, messageId);
        });
    }

    /// <summary>True when the message was handled before: what is costly need not be done again.</summary>
    public async Task<bool> IsDoneAsync(ConsumeContext consume)
    {
        var endpoint = EndpointOf(consume.ReceiveContext);
        return await context.Set<InboxRow>().AsNoTracking().AnyAsync(
            row => row.MessageId == consume.MessageId && row.Endpoint == endpoint, consume.CancellationToken);
    }

    private static string EndpointOf(ReceiveContext receive) => EndpointName.Of(receive.InputAddress);
}

internal static class EndpointName
{
    /// <summary>The queue's name: the last segment of its address.</summary>
    public static string Of(Uri address) => address.AbsolutePath[(address.AbsolutePath.LastIndexOf('/') + 1)..];
}
