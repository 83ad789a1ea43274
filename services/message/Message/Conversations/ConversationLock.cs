using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.Message.Conversations;

internal static class ConversationLock
{
    /// <summary>The conversation's row, locked until the transaction ends. Whoever needs a turn's lock too takes that one first.</summary>
    public static Task<Conversation> LockConversationAsync(this MessageDbContext context, Guid id, CancellationToken ct) =>
        context.Conversations
            .FromSql($"select * from conversations where id = {id} for update")
            .AsTracking()
            .SingleAsync(ct);
}
