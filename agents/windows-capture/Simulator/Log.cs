namespace WeChatPlatform.Simulator;

internal static partial class Log
{
    [LoggerMessage(EventId = 880, Level = LogLevel.Information, Message = "Simulated desktop with {Count} chats")]
    public static partial void ChatsLoaded(this ILogger logger, int count);
}
