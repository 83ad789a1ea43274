using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Ai.Ledger;
using WeChatPlatform.Contracts;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Ai.Media;

/// <summary>Reads an attachment and tells what stands in it, or that it cannot be read: whoever waits is answered in any case.</summary>
internal sealed class ReadAttachmentConsumer(
    MediaReader reader,
    AttachmentSource source,
    CallRecorder ledger,
    IOutbox<AiDbContext> outbox,
    IOptions<MediaOptions> options,
    TimeProvider time,
    ILogger<ReadAttachmentConsumer> logger) : ILongRunningConsumer<ReadAttachment, MediaReading>
{
    public async Task<MediaReading> WorkAsync(ReadAttachment message, CancellationToken ct) =>
        !reader.MayRead(message.MediaType) ? MediaReading.Unreadable(CannotRead.NoReader)
        : message.Size > options.Value.MaxBytes ? MediaReading.Unreadable(CannotRead.TooLarge)
        : await reader.ReadAsync(
            message.MediaType,
            within => source.FetchAsync(message.AttachmentId, within),
            About(message),
            ct);

    public void Record(ReadAttachment message, MediaReading result)
    {
        ledger.Record(About(message), result.Calls);
        outbox.Publish(
            new AttachmentRead(
                message.AttachmentId, message.MessageId, message.ConversationId,
                result.Text is null ? AttachmentRead.Unreadable : AttachmentRead.Read, result.Text, result.How, result.Reason,
                time.GetUtcNow()),
            message.ConversationId);
        MediaMetrics.Record(message.MediaType, result);
        logger.AttachmentTold(message.AttachmentId, result.How, result.Reason ?? AttachmentRead.Read, result.Text?.Length ?? 0);
    }

    public Task SettledAsync(ReadAttachment message, MediaReading result, bool isRecorded, CancellationToken ct) =>
        ledger.SettleAsync(About(message), result.Calls, isRecorded, ct);

    private static CallContext About(ReadAttachment message) => new(
        message.TurnId, message.ConversationId, message.AgentId, Intent: null,
        message.MediaType.StartsWith("audio/", StringComparison.Ordinal) ? CallPurpose.Speech : CallPurpose.Vision);
}
