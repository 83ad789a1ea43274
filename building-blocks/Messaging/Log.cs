using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Messaging;

internal static partial class Log
{
    [LoggerMessage(EventId = 250, Level = LogLevel.Debug, Message = "Message {MessageId} came to {Endpoint} again and was ignored")]
    public static partial void DuplicateIgnored(this ILogger logger, Guid messageId, string endpoint);

    [LoggerMessage(EventId = 251, Level = LogLevel.Warning, Message = "The relay of {Module} failed and tries again")]
    public static partial void RelayFailed(this ILogger logger, string module, Exception failure);

    [LoggerMessage(EventId = 252, Level = LogLevel.Warning, Message = "Message {MessageId} of {Module} was not confirmed and is sent again")]
    public static partial void PublishFailed(this ILogger logger, Guid messageId, string module, Exception failure);

    [LoggerMessage(EventId = 253, Level = LogLevel.Error, Message = "Message {MessageId} is poison in {Endpoint}: {Reason}")]
    public static partial void MessagePoisoned(this ILogger logger, Guid messageId, string endpoint, string reason);

    [LoggerMessage(EventId = 254, Level = LogLevel.Error, Message = "Outbox row {RowId} of {Module} names the unknown message {MessageType}; rows of it stay until a version that knows it sends them")]
    public static partial void UnknownMessage(this ILogger logger, long rowId, string module, string messageType);

    [LoggerMessage(EventId = 255, Level = LogLevel.Warning, Message = "The sweep of {Module} failed and tries again")]
    public static partial void SweepFailed(this ILogger logger, string module, Exception failure);

    [LoggerMessage(EventId = 256, Level = LogLevel.Information, Message = "Poison message {MessageId} of {Endpoint} was put back")]
    public static partial void PoisonRedelivered(this ILogger logger, Guid messageId, string endpoint);

    [LoggerMessage(EventId = 257, Level = LogLevel.Warning, Message = "The relays have no connection to RabbitMQ; what is committed waits until they have")]
    public static partial void BrokerAway(this ILogger logger, Exception failure);

    [LoggerMessage(EventId = 258, Level = LogLevel.Error, Message = "Queue {Queue} exists with other arguments than this version declares; it is used as it is")]
    public static partial void QueueDiffers(this ILogger logger, string queue);

    [LoggerMessage(EventId = 290, Level = LogLevel.Debug, Message = "The queues could not be counted for the metrics: {Reason}")]
    public static partial void QueuesNotSeen(this ILogger logger, string reason);

    [LoggerMessage(EventId = 269, Level = LogLevel.Warning, Message = "{Count} poison messages of {Endpoint} were removed")]
    public static partial void PoisonRemoved(this ILogger logger, int count, string endpoint);
}
