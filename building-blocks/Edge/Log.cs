using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Edge;

internal static partial class Log
{
    [LoggerMessage(EventId = 150, Level = LogLevel.Information, Message = "Token refused: {Reason}")]
    public static partial void TokenRefused(this ILogger logger, string? reason);
}
