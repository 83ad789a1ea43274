using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Edge;

internal static partial class Log
{
    [LoggerMessage(EventId = 150, Level = LogLevel.Information, Message = "Token refused: {Reason}")]
    public static partial void TokenRefused(this ILogger logger, string? reason);

    [LoggerMessage(EventId = 151, Level = LogLevel.Information, Message = "Tokens of grant {GrantId} are refused from now on")]
    public static partial void AccessRevoked(this ILogger logger, Guid grantId);
}
