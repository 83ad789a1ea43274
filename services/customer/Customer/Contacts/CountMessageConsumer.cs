using MassTransit;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Customer;

/// <summary>Counts what contacts write, and when they last did. One statement: no two replicas lose a count.</summary>
internal sealed class CountMessageConsumer(CustomerDbContext context, TimeProvider time) : IConsumer<MessageReceived>
{
    public async Task Consume(ConsumeContext<MessageReceived> consume)
    {
        var message = consume.Message;
        if (!Counts(message))
        {
            return;
        }

        var key = ContactKey.Of(message);
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await context.Database.ExecuteSqlAsync(
            $"""
             insert into contacts (id, agent_id, chat_id, member, message_count, last_active_at, created_at)
             values ({id}, {key.AgentId}, {key.ChatId}, {key.Member}, 1, {message.At}, {now})
             on conflict (agent_id, chat_id, member) do update
             set message_count = contacts.message_count + 1,
                 last_active_at = greatest(contacts.last_active_at, excluded.last_active_at)
             """,
            consume.CancellationToken);
    }

    /// <summary>Only what somebody else certainly wrote: our own words and the doubtful ones are no customer's activity.</summary>
    internal static bool Counts(MessageReceived message) => message.Side == "other";
}
