using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Llm;

internal static partial class Log
{
    [LoggerMessage(EventId = 350, Level = LogLevel.Information, Message = "Model {Model} of {Provider} words the answers. {Notice}")]
    public static partial void ReceiverAnnounced(this ILogger logger, string provider, string model, string notice);

    [LoggerMessage(EventId = 351, Level = LogLevel.Information,
        Message = "No model is configured: answers come from the knowledge base, customer texts stay here. 未配置模型：仅用知识库回答，客户消息不外发")]
    public static partial void NoModelAnnounced(this ILogger logger);

    [LoggerMessage(EventId = 352, Level = LogLevel.Warning,
        Message = "Model {Model} of {Provider}: {Failure}; try {Try} after {DelayMs} ms")]
    public static partial void TriedAgain(this ILogger logger, string provider, string model, string failure, int @try, double delayMs);

    [LoggerMessage(EventId = 353, Level = LogLevel.Warning, Message = "Model {Model} of {Provider} gave no answer: {Failure} after {Tries} tries")]
    public static partial void GaveUp(this ILogger logger, string provider, string model, string failure, int tries);
}
