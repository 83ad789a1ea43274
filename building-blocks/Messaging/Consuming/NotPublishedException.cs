namespace WeChatPlatform.Messaging.Consuming;

/// <summary>An answer is not with the broker, or nobody knows. The message that it answers is tried again.</summary>
internal sealed class NotPublishedException(string messageType, Exception cause)
    : Exception($"{messageType} was not confirmed by the broker.", cause);
