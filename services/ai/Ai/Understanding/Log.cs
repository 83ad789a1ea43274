using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Ai.Understanding;

internal static partial class Log
{
    [LoggerMessage(EventId = 3110, Level = LogLevel.Debug,
        Message = "Turn {TurnId}: the model reads {Intent}, {Emotion}; the rules {RuleIntent}, {RuleEmotion}")]
    public static partial void ReadByModel(
        this ILogger logger, Guid turnId, string intent, string emotion, string ruleIntent, string ruleEmotion);

    [LoggerMessage(EventId = 3111, Level = LogLevel.Information, Message = "Turn {TurnId}: read by rules, the model gave nothing ({Reason})")]
    public static partial void ReadByRules(this ILogger logger, Guid turnId, string reason);

    [LoggerMessage(EventId = 3112, Level = LogLevel.Warning, Message = "Turn {TurnId}: no model could be asked for {Purpose} ({Failure})")]
    public static partial void ModelNotAsked(this ILogger logger, Guid turnId, string purpose, string failure);

    [LoggerMessage(EventId = 3113, Level = LogLevel.Warning, Message = "Conversation {ConversationId} could not be read to be summed up ({Failure})")]
    public static partial void ConversationNotRead(this ILogger logger, Guid conversationId, string failure);
}
