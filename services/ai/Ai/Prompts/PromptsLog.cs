using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Ai.Prompts;

internal static partial class PromptsLog
{
    [LoggerMessage(EventId = 3040, Level = LogLevel.Debug, Message = "Turn {TurnId}: prompt {Version} of about {Tokens} tokens, left out: {Cuts}")]
    public static partial void PromptCutShort(this ILogger logger, Guid turnId, string version, int tokens, string cuts);

    [LoggerMessage(EventId = 3041, Level = LogLevel.Warning, Message = "Published prompts could not be read again, {Count} stay in force")]
    public static partial void PromptRefreshFailed(this ILogger logger, Exception failure, int count);

    [LoggerMessage(EventId = 3042, Level = LogLevel.Information, Message = "{Name} saved as a draft by {User}")]
    public static partial void PromptDraftSaved(this ILogger logger, string name, string user);

    [LoggerMessage(EventId = 3043, Level = LogLevel.Information, Message = "{Name} published by {User}")]
    public static partial void PromptPublished(this ILogger logger, string name, string user);

    [LoggerMessage(EventId = 3044, Level = LogLevel.Information, Message = "{Name} withdrawn by {User}")]
    public static partial void PromptWithdrawn(this ILogger logger, string name, string user);
}
