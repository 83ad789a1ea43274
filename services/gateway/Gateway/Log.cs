using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Gateway;

internal static partial class Log
{
    [LoggerMessage(EventId = 1000, Level = LogLevel.Information, Message = "Logged in: {Kind}")]
    public static partial void LoggedIn(this ILogger logger, string kind);

    [LoggerMessage(EventId = 1001, Level = LogLevel.Warning, Message = "Login refused: {Kind}")]
    public static partial void LoginRefused(this ILogger logger, string kind);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Information, Message = "Key {KeyId} of agent {AgentId} created")]
    public static partial void AgentKeyCreated(this ILogger logger, Guid keyId, string agentId);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Information, Message = "Key {KeyId} of agent {AgentId} revoked")]
    public static partial void AgentKeyRevoked(this ILogger logger, Guid keyId, string agentId);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Information, Message = "First administrator and the key of agent {AgentId} created; see first-credentials.json in the data folder")]
    public static partial void FirstIdentitiesCreated(this ILogger logger, string agentId);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Warning, Message = "Login held back after too many wrong ones: {Kind}")]
    public static partial void LoginLocked(this ILogger logger, string kind);

    [LoggerMessage(EventId = 1006, Level = LogLevel.Information, Message = "An administrator ended {Count} waits after wrong logins")]
    public static partial void Unlocked(this ILogger logger, int count);

    [LoggerMessage(EventId = 1007, Level = LogLevel.Warning, Message = "Old counts of wrong logins could not be deleted")]
    public static partial void AttemptsNotForgotten(this ILogger logger, Exception failure);

    [LoggerMessage(EventId = 1008, Level = LogLevel.Warning, Message = "Revoked keys could not be read again")]
    public static partial void RevocationsNotRead(this ILogger logger, Exception failure);
}
