namespace WeChatPlatform.Messaging;

/// <summary>
/// A consumer whose work waits for somebody else, such as a model of another company, for longer than a database
/// transaction may stay open: work first, then a transaction. A second delivery may repeat the work; the inbox row, written
/// in the transaction of <see cref="Record"/>, keeps the outcome single.
/// </summary>
public interface ILongRunningConsumer<TMessage, TResult>
    where TMessage : class
{
    /// <summary>Does the slow part. No transaction is open, and the module's context must not be touched.</summary>
    Task<TResult> WorkAsync(TMessage message, CancellationToken ct);

    /// <summary>
    /// Adds rows and outbox messages to the module's context, inside the transaction that also holds the inbox row. Does no
    /// I/O: the caller saves and commits, and may call again on a retry of the transaction.
    /// </summary>
    void Record(TMessage message, TResult result);

    /// <summary>
    /// Called once after the work, when it is settled: with true when this delivery's record is committed, with false when
    /// another delivery had recorded its own before, and what this one did is told nobody. A crash before it leaves it out. Must not throw:
    /// the message is handled by now.
    /// </summary>
    Task SettledAsync(TMessage message, TResult result, bool isRecorded, CancellationToken ct) => Task.CompletedTask;
}
