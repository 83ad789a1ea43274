namespace WeChatPlatform.Messaging;

/// <summary>Where a process may die between a commit and the effect it leads to, in the order in which a message passes.</summary>
internal enum FailPoint
{
    /// <summary>The relay has the row in hand and its lane locked; the transport knows nothing of it.</summary>
    BeforePublish,

    /// <summary>The relay has given the row to the transport, which has not confirmed it.</summary>
    AfterPublish,

    /// <summary>The transport has the message, in memory: every queue is through with it; its row is still in the outbox.</summary>
    AfterConfirm,

    /// <summary>The transaction of a consume holds the inbox row and nothing else.</summary>
    AfterInboxRow,

    /// <summary>State and outbox rows are written too; nothing is committed.</summary>
    AfterState,

    /// <summary>The transaction is committed; the consumer has not returned.</summary>
    AfterCommit,

    /// <summary>
    /// The consumer has returned; the transport knows nothing of it. Reached through MassTransit's consume observer, which
    /// costs nothing where none is registered.
    /// </summary>
    BeforeAcknowledge,
}

/// <summary>
/// A seam for the compliance suite, which kills its process here. Whoever registers none gets <see cref="NoFailPoints"/>:
/// one call that returns.
/// </summary>
internal interface IFailPoints
{
    /// <param name="point">What has just happened.</param>
    /// <param name="place">The queue of a consume; the module of a relay.</param>
    /// <param name="messageId">The message it happened to; absent for a batch.</param>
    ValueTask ReachAsync(FailPoint point, string place, Guid? messageId);
}

internal sealed class NoFailPoints : IFailPoints
{
    public ValueTask ReachAsync(FailPoint point, string place, Guid? messageId) => ValueTask.CompletedTask;
}
