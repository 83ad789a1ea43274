using MassTransit;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Analytics;

/// <summary>Keeps that a message was stored, once by its id.</summary>
internal sealed class RecordMessageConsumer(AnalyticsDbContext context) : IConsumer<MessageReceived>
{
    public Task Consume(ConsumeContext<MessageReceived> delivery) =>
        RecordMessage.WriteAsync(context, delivery.Message, delivery.CancellationToken);
}

internal static class RecordMessage
{
    public static Task WriteAsync(AnalyticsDbContext context, MessageReceived message, CancellationToken ct) =>
        context.Database.ExecuteSqlAsync(
            $"""
            insert into message_facts (message_id, conversation_id, agent_id, contact_id, is_group, side, at)
            values ({message.MessageId}, {message.ConversationId}, {message.AgentId},
                {MessageFact.ContactOf(message.AgentId, message.ChatId, message.Sender)},
                {message.IsGroup}, {message.Side}, {message.At.ToUniversalTime()})
            on conflict (message_id) do nothing
            """,
            ct);
}
