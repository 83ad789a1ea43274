using Microsoft.Extensions.Logging;

namespace WeChatPlatform.LocalServers;

internal static partial class Log
{
    [LoggerMessage(EventId = 300, Level = LogLevel.Information, Message = "PostgreSQL {Version} cluster initialised")]
    public static partial void PostgresInitialised(this ILogger logger, int version);

    [LoggerMessage(EventId = 301, Level = LogLevel.Information, Message = "PostgreSQL {ProcessId} started on port {Port}")]
    public static partial void PostgresStarted(this ILogger logger, int processId, int port);

    [LoggerMessage(EventId = 302, Level = LogLevel.Warning, Message = "PostgreSQL {ProcessId} on port {Port} adopted from a host that was killed")]
    public static partial void PostgresAdopted(this ILogger logger, int processId, int port);

    [LoggerMessage(EventId = 303, Level = LogLevel.Warning, Message = "PostgreSQL {ProcessId} of a host that was killed stopped")]
    public static partial void PostgresOrphanStopped(this ILogger logger, int processId);

    [LoggerMessage(EventId = 304, Level = LogLevel.Information, Message = "PostgreSQL {ProcessId} stopped")]
    public static partial void PostgresStopped(this ILogger logger, int processId);

    [LoggerMessage(EventId = 305, Level = LogLevel.Warning, Message = "PostgreSQL {ProcessId} is still there after a {Mode} stop")]
    public static partial void PostgresStopsSlowly(this ILogger logger, int processId, string mode);

    [LoggerMessage(EventId = 306, Level = LogLevel.Warning, Message = "PostgreSQL did not start at attempt {Attempt}; trying again")]
    public static partial void PostgresStartedAgain(this ILogger logger, int attempt);

    [LoggerMessage(EventId = 320, Level = LogLevel.Information, Message = "RabbitMQ {ProcessId} started on port {Port}")]
    public static partial void RabbitMqStarted(this ILogger logger, int processId, int port);

    [LoggerMessage(EventId = 321, Level = LogLevel.Warning, Message = "RabbitMQ {ProcessId} of a host that was killed stopped")]
    public static partial void RabbitMqOrphanStopped(this ILogger logger, int processId);

    [LoggerMessage(EventId = 322, Level = LogLevel.Information, Message = "RabbitMQ {ProcessId} stopped")]
    public static partial void RabbitMqStopped(this ILogger logger, int processId);

    [LoggerMessage(EventId = 323, Level = LogLevel.Warning, Message = "RabbitMQ {ProcessId} did not stop in time and was killed")]
    public static partial void RabbitMqKilled(this ILogger logger, int processId);

    [LoggerMessage(EventId = 324, Level = LogLevel.Warning, Message = "RabbitMQ did not start at attempt {Attempt}; trying again")]
    public static partial void RabbitMqStartedAgain(this ILogger logger, int attempt);

    [LoggerMessage(EventId = 330, Level = LogLevel.Information, Message = "Redis {ProcessId} started on port {Port}")]
    public static partial void RedisStarted(this ILogger logger, int processId, int port);

    [LoggerMessage(EventId = 331, Level = LogLevel.Warning, Message = "Redis {ProcessId} of a host that was killed stopped")]
    public static partial void RedisOrphanStopped(this ILogger logger, int processId);

    [LoggerMessage(EventId = 332, Level = LogLevel.Information, Message = "Redis {ProcessId} stopped")]
    public static partial void RedisStopped(this ILogger logger, int processId);

    [LoggerMessage(EventId = 333, Level = LogLevel.Warning, Message = "Redis did not start at attempt {Attempt}; trying again")]
    public static partial void RedisStartedAgain(this ILogger logger, int attempt);
}
