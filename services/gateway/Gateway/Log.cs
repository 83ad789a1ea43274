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
}
