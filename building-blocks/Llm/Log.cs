using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Llm;

internal static partial class Log
{
    [LoggerMessage(EventId = 350, Level = LogLevel.Information, Message = "Model {Model} of {Provider} may word answers. {Notice}")]
    public static partial void ReceiverAnnounced(this ILogger logger, string provider, string model, string notice);

    [LoggerMessage(EventId = 351, Level = LogLevel.Information,
        Message = "No model is configured: answers come from the knowledge base, customer texts stay here. 未配置模型：仅用知识库回答，客户消息不外发")]
    public static partial void NoModelAnnounced(this ILogger logger);

    [LoggerMessage(EventId = 352, Level = LogLevel.Warning,
        Message = "Model {Model} of {Provider}: {Failure}; try {Try} after {DelayMs} ms")]
    public static partial void TriedAgain(this ILogger logger, string provider, string model, string failure, int @try, double delayMs);

    [LoggerMessage(EventId = 353, Level = LogLevel.Warning, Message = "No model gave an answer: {Failure} after {Targets} targets and {Tries} tries")]
    public static partial void GaveUp(this ILogger logger, string failure, int targets, int tries);

    [LoggerMessage(EventId = 354, Level = LogLevel.Warning, Message = "Model {From} gave no answer ({Failure}), {To} is asked")]
    public static partial void Switched(this ILogger logger, LlmTarget from, LlmTarget to, string failure);

    [LoggerMessage(EventId = 355, Level = LogLevel.Warning, Message = "Provider {Provider} asked to be left alone and is, for {Seconds} s")]
    public static partial void LeftAlone(this ILogger logger, string provider, double seconds);

    [LoggerMessage(EventId = 356, Level = LogLevel.Warning, Message = "Provider {Provider} fails too often and is not asked for {Seconds} s")]
    public static partial void TakenOut(this ILogger logger, string provider, double seconds);

    [LoggerMessage(EventId = 357, Level = LogLevel.Information, Message = "Provider {Provider} answers again")]
    public static partial void IsBack(this ILogger logger, string provider);
}
