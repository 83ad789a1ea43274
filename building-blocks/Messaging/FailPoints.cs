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

    /// <summary>
    /// The transaction of a consume holds the inbox row and no state, at most a saga's row lock. Not reached by a consume whose
    /// inbox row goes with its commit.
    /// </summary>
    AfterInboxRow,

    /// <summary>The state is written; the outbox rows, the commit and perhaps the inbox row are still to go, in one batch.</summary>
    AfterState,

    /// <summary>That batch is under way to the database, whose answer is not read: the process cannot know whether it committed.</summary>
    DuringCommit,

    /// <summary>The transaction is committed; the consumer has not returned and no relay was told of the outbox rows.</summary>
    AfterCommit,

    /// <summary>
    /// The consumer has returned; the transport knows nothing of it. Reached through MassTransit's consume observer, which
    /// costs nothing where none is registered.
    /// </summary>
    BeforeAcknowledge,
}

/// <summary>
/// A seam for the compliance suite, which kills its process here. No host registers one: it costs those who ask for it a
/// comparison with null.
/// </summary>
internal interface IFailPoints
{
    /// <param name="point">What has just happened.</param>
    /// <param name="place">The queue of a consume; the module of a relay.</param>
    /// <param name="messageId">The message it happened to; absent for a batch.</param>
    ValueTask ReachAsync(FailPoint point, string place, Guid? messageId);
}
