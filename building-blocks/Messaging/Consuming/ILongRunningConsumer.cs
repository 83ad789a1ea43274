namespace WeChatPlatform.Messaging;

/// <summary>
/// A consumer whose work takes seconds, such as a call to a model: the work is done without a transaction, its result
/// is recorded inside one, together with the inbox row. A crash in between does the work again; nothing is recorded twice.
/// </summary>
public interface ILongRunningConsumer<TMessage, TResult>
    where TMessage : class
{
    /// <summary>The slow part. It must not touch the module's database.</summary>
    Task<TResult> WorkAsync(TMessage message, CancellationToken ct);

    /// <summary>Adds rows and outbox messages to the module's context; the caller saves and commits.</summary>
    void Record(TMessage message, TResult result);
}
