using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Hosting;

internal static partial class Log
{
    [LoggerMessage(EventId = 100, Level = LogLevel.Error, Message = "Endpoint {Endpoint} failed")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string? endpoint);

    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "Endpoint {Endpoint} met an absent database: {Kind}")]
    public static partial void DatabaseAway(this ILogger logger, string? endpoint, string kind);

    [LoggerMessage(EventId = 102, Level = LogLevel.Information, Message = "Host {Name} started with {Count} modules: API on {Url}, management on {ManagementUrl}")]
    public static partial void HostStarted(this ILogger logger, string name, int count, string url, string managementUrl);

    [LoggerMessage(EventId = 103, Level = LogLevel.Information, Message = "Host {Name} stopped")]
    public static partial void HostStopped(this ILogger logger, string name);

    [LoggerMessage(EventId = 104, Level = LogLevel.Critical, Message = "Host {Name} could not start")]
    public static partial void HostFailed(this ILogger logger, Exception exception, string name);

    [LoggerMessage(EventId = 115, Level = LogLevel.Warning, Message = "The lock on the databases {Prefix}* was lost with its session; it is taken again")]
    public static partial void SoleLockLost(this ILogger logger, string prefix, Exception failure);

    [LoggerMessage(EventId = 116, Level = LogLevel.Information, Message = "The lock on the databases {Prefix}* is held again")]
    public static partial void SoleLockTakenAgain(this ILogger logger, string prefix);

    [LoggerMessage(EventId = 117, Level = LogLevel.Critical, Message = "Another standalone platform holds the lock on the databases {Prefix}*; this one stops")]
    public static partial void SoleLockTaken(this ILogger logger, string prefix);

    [LoggerMessage(EventId = 105, Level = LogLevel.Information, Message = "Told to stop: not ready from now on, serving for {Seconds} s more")]
    public static partial void Draining(this ILogger logger, double seconds);

    [LoggerMessage(EventId = 106, Level = LogLevel.Information, Message = "Warmed up in {Milliseconds} ms: {Parts}")]
    public static partial void WarmedUp(this ILogger logger, long milliseconds, string parts);

    [LoggerMessage(EventId = 107, Level = LogLevel.Warning, Message = "{Part} could not be warmed up: the first customer waits a little longer")]
    public static partial void WarmUpFailed(this ILogger logger, Exception exception, string part);

    [LoggerMessage(EventId = 108, Level = LogLevel.Warning, Message = "A connection to RabbitMQ was silent for too long and is made anew")]
    public static partial void HeartbeatMissed(this ILogger logger);
}
