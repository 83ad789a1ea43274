using MassTransit;
using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Contracts;
using WeChatPlatform.Message.Conversations;
using WeChatPlatform.Message.Replies;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Message.Attachments;

/// <summary>
/// Keeps what an attachment says and tells the turn that may wait for it. Under the conversation's lock, as the closing of a window and
/// the superseding of an answer are: whichever turn the message is in, it either sees the row or is told of it.
/// </summary>
internal sealed class KeepReadingConsumer(MessageDbContext context, IOutbox<MessageDbContext> outbox) : IConsumer<AttachmentRead>
{
    public async Task Consume(ConsumeContext<AttachmentRead> consumed)
    {
        var (told, ct) = (consumed.Message, consumed.CancellationToken);
        var message = await context.Messages.AsNoTracking()
            .Where(one => one.Id == told.MessageId)
            .Select(one => new { one.ConversationId })
            .SingleOrDefaultAsync(ct);
        if (message is null || await context.AttachmentReadings.AnyAsync(one => one.MessageId == told.MessageId, ct))
        {
            return;
        }

        await context.LockConversationAsync(message.ConversationId, ct);
        context.Add(new AttachmentReading
        {
            MessageId = told.MessageId,
            AttachmentId = told.AttachmentId,

            // PostgreSQL's text holds no NUL, and what a model writes may.
            Text = told.Text?.Replace("\0", "", StringComparison.Ordinal),
            How = told.How,
            Reason = told.Reason,
            ReadAt = told.At,
        });
        var turnId = await context.Messages.AsNoTracking().Where(one => one.Id == told.MessageId).Select(one => one.TurnId).SingleAsync(ct);
        if (turnId is { } waiting)
        {
            outbox.Publish(new AttachmentKept(waiting), message.ConversationId);
        }
    }
}
