using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using WeChatPlatform.Messaging.Outbox;

namespace WeChatPlatform.Messaging.Consuming;

/// <summary>
/// One transaction a consume: inbox row, the consumer's state and outbox rows, one commit. A message whose inbox row exists
/// already is done and changes nothing. A connection that breaks is retried as a whole with a clean context.
/// </summary>
/// <remarks>
/// The inbox row goes with whatever goes to the database next, so that it costs no round trip: with the saga's row, else
/// before the first change of state, else with the commit. Whoever has looked for it before (<see cref="IsDoneAsync"/>) leaves it to the
/// commit: a second delivery at the same time fails there. A second delivery may so run the consumer, whose changes are
/// rolled back then. What it throws meanwhile is nobody's business.
/// </remarks>
internal sealed class ConsumeTransaction<TDbContext>(
    TDbContext context,
    OutboxBuffer<TDbContext> outbox,
    OutboxSignals signals,
    TimeProvider time,
    ILogger<ConsumeTransaction<TDbContext>> logger,
    IFailPoints? failPoints = null)
    where TDbContext : DbContext
{
    private InboxRow? pending;

    /// <param name="consume">The message.</param>
    /// <param name="body">Changes the context's rows and adds to the outbox; run again on a retry.</param>
    /// <param name="wasLookedFor">Whether the caller knows that the message was not handled a moment ago.</param>
    /// <returns>False when the message was handled before, and nothing of this time is kept.</returns>
    public async Task<bool> RunAsync(ConsumeContext consume, Func<Task> body, bool wasLookedFor = false)
    {
        var messageId = consume.MessageId
            ?? throw new InvalidOperationException("A message without an id cannot be recognised when it comes twice.");
        var endpoint = EndpointOf(consume.ReceiveContext);
        var ct = consume.CancellationToken;
        try
        {
            return await context.Database.CreateExecutionStrategy().ExecuteAsync(
                () => TryAsync(new InboxRow { MessageId = messageId, Endpoint = endpoint, ConsumedAt = time.GetUtcNow() }, body, wasLookedFor, ct));
        }
        catch (Exception failure) when (IsAlreadyHandled(failure))
        {
            Ignore(messageId, endpoint);
            return false;
        }
        catch (Exception) when (pending is not null)
        {
            // The inbox row was not tried yet: what failed may have failed because all is done already.
            pending = null;
            if (!await IsDoneAsync(consume))
            {
                throw;
            }

            Ignore(messageId, endpoint);
            return false;
        }
    }

    /// <summary>The inbox row, for a caller that writes it together with its own first statement.</summary>
    /// <returns>Null when it is written already.</returns>
    public InboxRow? TakeInboxRow() => Interlocked.Exchange(ref pending, null);

    /// <summary>The caller that took the inbox row has written it.</summary>
    public ValueTask WroteAsync(InboxRow inbox) => ReachAsync(FailPoint.AfterInboxRow, inbox);

    /// <summary>True when the message was handled before: what is costly need not be done again.</summary>
    public async Task<bool> IsDoneAsync(ConsumeContext consume)
    {
        var endpoint = EndpointOf(consume.ReceiveContext);
        return await context.Set<InboxRow>().AsNoTracking().AnyAsync(
            row => row.MessageId == consume.MessageId && row.Endpoint == endpoint, consume.CancellationToken);
    }

    private async Task<bool> TryAsync(InboxRow inbox, Func<Task> body, bool wasLookedFor, CancellationToken ct)
    {
        context.ChangeTracker.Clear();

        // Two round trips a SaveChanges for nobody: what fails here rolls the whole transaction back.
        context.Database.AutoSavepointsEnabled = false;
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        pending = inbox;
        outbox.Open();
        try
        {
            await body();
            if (context.ChangeTracker.HasChanges())
            {
                if (!wasLookedFor && TakeInboxRow() is { } first)
                {
                    if (!await AddAsync(first, ct))
                    {
                        Ignore(first.MessageId, first.Endpoint);
                        return false;
                    }

                    await WroteAsync(first);
                }

                await context.SaveChangesAsync(acceptAllChangesOnSuccess: true, ct);
            }

            await ReachAsync(FailPoint.AfterState, inbox);
            var last = TakeInboxRow();
            var commit = CommitBatch.ExecuteAsync((NpgsqlConnection)context.Database.GetDbConnection(), last, outbox.Rows, ct);
            await ReachAsync(FailPoint.DuringCommit, inbox);
            await commit;
            await ReachAsync(FailPoint.AfterCommit, inbox);
            foreach (var row in outbox.Rows)
            {
                signals.Wake(typeof(TDbContext), row.Lane, row.DueAt);
            }

            return true;
        }
        finally
        {
            outbox.Close();
        }
    }

    private async Task<bool> AddAsync(InboxRow inbox, CancellationToken ct) =>
        await context.Database.ExecuteSqlAsync(
            $"""
            insert into inbox (message_id, endpoint, consumed_at) values ({inbox.MessageId}, {inbox.Endpoint}, {inbox.ConsumedAt})
            on conflict do nothing
            """,
            ct) == 1;

    private ValueTask ReachAsync(FailPoint point, InboxRow inbox) =>
        failPoints is null ? ValueTask.CompletedTask : failPoints.ReachAsync(point, inbox.Endpoint, inbox.MessageId);

    private void Ignore(Guid messageId, string endpoint)
    {
        pending = null;
        context.ChangeTracker.Clear();
        MessagingMetrics.Duplicates.Add(1, new KeyValuePair<string, object?>("queue", endpoint));
        logger.DuplicateIgnored(messageId, endpoint);
    }

    private static bool IsAlreadyHandled(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is AlreadyHandledException
                or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "inbox" })
            {
                return true;
            }
        }

        return false;
    }

    private static string EndpointOf(ReceiveContext receive) => EndpointName.Of(receive.InputAddress);
}

internal static class EndpointName
{
    /// <summary>The queue's name: the last segment of its address.</summary>
    public static string Of(Uri address) => address.AbsolutePath[(address.AbsolutePath.LastIndexOf('/') + 1)..];
}
