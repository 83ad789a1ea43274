using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.Messaging;

/// <summary>
/// The only way a module publishes. A message becomes a row in the module's own database, in the same SaveChanges as the
/// state it tells of; the relay sends it after the commit, and again after a crash, until the transport has it.
/// </summary>
public interface IOutbox<TDbContext>
    where TDbContext : DbContext
{
    /// <summary>Adds the message to the context. Nothing is sent before the context's transaction commits.</summary>
    /// <param name="message">An event or a command; a record without behaviour.</param>
    /// <param name="orderingKey">Messages of one key leave in the order of their commits: the conversation's id.</param>
    /// <param name="due">Not sent before this time; absent means at once. A delayed message keeps no order.</param>
    void Publish<T>(T message, Guid orderingKey, DateTimeOffset? due = null)
        where T : class;
}
