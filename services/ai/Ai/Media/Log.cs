using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Ai.Media;

internal static partial class Log
{
    [LoggerMessage(EventId = 3120, Level = LogLevel.Information,
        Message = "Attachment {AttachmentId} by {How}: {Outcome}, {Characters} characters")]
    public static partial void AttachmentTold(this ILogger logger, Guid attachmentId, string how, string outcome, int characters);

    [LoggerMessage(EventId = 3121, Level = LogLevel.Warning, Message = "Attachment {AttachmentId} could not be had from message: {Reason}")]
    public static partial void AttachmentNotFetched(this ILogger logger, Guid attachmentId, string reason);

    [LoggerMessage(EventId = 3122, Level = LogLevel.Warning, Message = "{Reader} could not read: {Reason}")]
    public static partial void ReaderFailed(this ILogger logger, string reader, string reason);

    [LoggerMessage(EventId = 3123, Level = LogLevel.Information, Message = "Images of customers are read elsewhere. {Notice}")]
    public static partial void ImagesSent(this ILogger logger, string notice);

    [LoggerMessage(EventId = 3124, Level = LogLevel.Information, Message = "Voice of customers is read elsewhere. {Notice}")]
    public static partial void VoiceSent(this ILogger logger, string notice);
}
