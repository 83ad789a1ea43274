using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Caching;

internal static partial class Log
{
    [LoggerMessage(EventId = 400, Level = LogLevel.Warning, Message = "Redis is away ({Reason}): values are loaded, counters and locks are this process's own until it is back")]
    public static partial void RedisAway(this ILogger logger, string reason);

    [LoggerMessage(EventId = 401, Level = LogLevel.Information, Message = "Redis is in use; {Count} changes from before made up for")]
    public static partial void RedisInUse(this ILogger logger, int count);

    [LoggerMessage(EventId = 402, Level = LogLevel.Warning, Message = "Redis refused {Operation}: {Reason}")]
    public static partial void RedisRefused(this ILogger logger, string operation, string reason);

    [LoggerMessage(EventId = 403, Level = LogLevel.Warning, Message = "More changes than can be remembered while Redis was away: all kept values are removed")]
    public static partial void EverythingRemoved(this ILogger logger);
}
