using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WeChatPlatform.Contracts;
using WeChatPlatform.Message.Conversations;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Message.Attachments;

/// <summary>Has images and voice read by the ai service, and says which readings a turn may wait for.</summary>
internal sealed class AttachmentReadings(
    MessageDbContext context, IOutbox<MessageDbContext> outbox, AttachmentKeys keys, IOptions<MessageOptions> options, TimeProvider time)
{
    /// <summary>An attachment was stored, in the running transaction: it is read when its message is to be answered.</summary>
    public async Task AskAsync(Guid messageId, Guid attachmentId, string mediaType, int size, CancellationToken ct)
    {
        if (!options.Value.ReadAttachments || !MediaType.IsImageOrVoice(mediaType))
        {
            return;
        }

        var message = await context.Messages.AsNoTracking()
            .Where(one => one.Id == messageId && one.TurnId != null && one.Side != "own" && one.DecisionId == null)
            .Select(one => new { one.ConversationId, one.AgentId, TurnId = one.TurnId!.Value })
            .SingleOrDefaultAsync(ct);
        if (message is not null)
        {
            outbox.Publish(
                new ReadAttachment(
                    attachmentId, messageId, message.TurnId, message.ConversationId, message.AgentId, mediaType, size, time.GetUtcNow()),
                message.ConversationId);
        }
    }

    /// <summary>
    /// The messages of a turn whose images or voice may still be read: the agent said that bytes follow, or they are here, and nothing is
    /// known of them yet. Without a key no bytes are taken, so there is nothing to wait for.
    /// </summary>
    public async Task<bool> AreAwaitedAsync(Guid turnId, CancellationToken ct) =>
        options.Value.ReadAttachments
        && keys.ActiveId is not null
        && await context.Messages.AsNoTracking().AnyAsync(
            message => message.TurnId == turnId && message.Side != "own"
                && !context.AttachmentReadings.Any(reading => reading.MessageId == message.Id)
                && (((message.Type == MessageKind.Image || message.Type == MessageKind.Voice) && message.HasAttachment
                        && !context.Attachments.Any(one => one.MessageId == message.Id))
                    || context.Attachments.Any(one => one.MessageId == message.Id
                        && (one.MediaType.StartsWith("image/") || one.MediaType.StartsWith("audio/")))),
            ct);
}
