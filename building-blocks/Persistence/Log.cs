using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Persistence;

internal static partial class Log
{
    [LoggerMessage(EventId = 200, Level = LogLevel.Information, Message = "Database {Database} created")]
    public static partial void DatabaseCreated(this ILogger logger, string database);

    [LoggerMessage(EventId = 201, Level = LogLevel.Information, Message = "Database {Database} migrated by {Count} migrations")]
    public static partial void DatabaseMigrated(this ILogger logger, string database, int count);

    [LoggerMessage(EventId = 202, Level = LogLevel.Warning, Message = "Waiting for PostgreSQL at {Host}:{Port}")]
    public static partial void DatabaseServerAwaited(this ILogger logger, string host, int port);
}
