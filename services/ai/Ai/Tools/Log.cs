using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Ai.Tools;

/// <summary>Names of functions and servers are the settings' own; what a model or a server wrote is never in here.</summary>
internal static partial class ToolLog
{
    [LoggerMessage(EventId = 3090, Level = LogLevel.Information,
        Message = "Turn {TurnId}: {Tool} was asked: {Outcome}, {Facts} facts, {Milliseconds} ms")]
    public static partial void ToolAnswered(this ILogger logger, Guid turnId, string tool, string outcome, int facts, double milliseconds);

    [LoggerMessage(EventId = 3091, Level = LogLevel.Warning, Message = "Turn {TurnId}: a call of {Tool} was refused: {Reason}")]
    public static partial void ToolRefused(this ILogger logger, Guid turnId, string tool, string reason);

    [LoggerMessage(EventId = 3092, Level = LogLevel.Warning, Message = "Turn {TurnId}: {Tool} gave no answer ({Failure}) after {Milliseconds} ms")]
    public static partial void ToolFailed(this ILogger logger, Guid turnId, string tool, string failure, double milliseconds);

    [LoggerMessage(EventId = 3093, Level = LogLevel.Information, Message = "MCP server {Server}: {Taken} of its {Listed} tools are offered to models")]
    public static partial void McpServerListed(this ILogger logger, string server, int taken, int listed);

    [LoggerMessage(EventId = 3094, Level = LogLevel.Warning, Message = "MCP server {Server} is away ({Failure}): its tools are not offered until it is back")]
    public static partial void McpServerAway(this ILogger logger, string server, string failure);

    [LoggerMessage(EventId = 3095, Level = LogLevel.Warning, Message = "MCP server {Server}: the tool {Tool} of the settings is not taken: {Reason}")]
    public static partial void McpToolLeftOut(this ILogger logger, string server, string tool, string reason);

    [LoggerMessage(EventId = 3096, Level = LogLevel.Information, Message = "{Kind} {CallerId} asked {Tool} by MCP: {Outcome}")]
    public static partial void AskedByMcp(this ILogger logger, string kind, string callerId, string tool, string outcome);
}
