namespace WeChatPlatform.Messaging.Consuming;

/// <summary>The message's inbox row was there already: the way out of a consume that has nothing to do.</summary>
internal sealed class AlreadyHandledException() : Exception("The message was handled before.");
