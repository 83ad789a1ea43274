using Microsoft.EntityFrameworkCore;

namespace WeChatPlatform.Customer;

internal static class ContactLock
{
    /// <summary>The contact's row, made when it is not there, locked until the transaction ends.</summary>
    public static async Task<Contact> LockContactAsync(
        this CustomerDbContext context, ContactKey key, DateTimeOffset now, CancellationToken ct)
    {
        var id = Guid.CreateVersion7(now);
        await context.Database.ExecuteSqlAsync(
            $"""
             insert into contacts (id, agent_id, chat_id, member, message_count, created_at)
             values ({id}, {key.AgentId}, {key.ChatId}, {key.Member}, 0, {now})
             on conflict (agent_id, chat_id, member) do nothing
             """,
            ct);
        return await context.Contacts
            .FromSql(
                $"""
                 select * from contacts
                 where agent_id = {key.AgentId} and chat_id = {key.ChatId} and member = {key.Member}
                 for update
                 """)
            .SingleAsync(ct);
    }
}
