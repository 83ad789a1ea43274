using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Ai;

internal static partial class Log
{
    [LoggerMessage(EventId = 3000, Level = LogLevel.Information,
        Message = "Turn {TurnId}: answer worded by {Source}, confidence {Confidence}, {EvidenceCount} pieces of evidence")]
    public static partial void ReplyWorded(this ILogger logger, Guid turnId, string source, double confidence, int evidenceCount);

    [LoggerMessage(EventId = 3001, Level = LogLevel.Information, Message = "Turn {TurnId}: no answer, {Reason}")]
    public static partial void NoReply(this ILogger logger, Guid turnId, string reason);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Warning, Message = "Turn {TurnId}: the model gave no answer ({Failure}), the knowledge template is asked")]
    public static partial void ModelFailed(this ILogger logger, Guid turnId, string failure);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Information, Message = "Turn {TurnId}: the model found no answer in {EvidenceCount} pieces of evidence")]
    public static partial void ModelDeclined(this ILogger logger, Guid turnId, int evidenceCount);
}
