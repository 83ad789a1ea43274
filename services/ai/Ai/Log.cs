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

    [LoggerMessage(EventId = 3020, Level = LogLevel.Information, Message = "Provider {ProviderId} ({Kind}) set up by {User}, revision {Revision}")]
    public static partial void ProviderChanged(this ILogger logger, string providerId, string kind, long revision, string user);

    [LoggerMessage(EventId = 3021, Level = LogLevel.Information, Message = "Provider {ProviderId} removed by {User}")]
    public static partial void ProviderRemoved(this ILogger logger, string providerId, string user);

    [LoggerMessage(EventId = 3022, Level = LogLevel.Warning, Message = "Customer texts may be sent to provider {ProviderId} from now on: {Scope}; consented by {User}")]
    public static partial void ReceiverConsented(this ILogger logger, string providerId, string? scope, string? user);

    [LoggerMessage(EventId = 3023, Level = LogLevel.Information, Message = "Provider {ProviderId} pinged: {Verdict} after {TookMs} ms")]
    public static partial void ProviderPinged(this ILogger logger, string providerId, string verdict, double tookMs);

    [LoggerMessage(EventId = 3024, Level = LogLevel.Error,
        Message = "The key of provider {ProviderId} cannot be decrypted, so it is not asked: it was sealed with {SecretId}, see Ai:KeyEncryptionKey and Ai:EarlierKeyEncryptionKey")]
    public static partial void ProviderKeyUnreadable(this ILogger logger, string providerId, string? secretId);

    [LoggerMessage(EventId = 3025, Level = LogLevel.Warning, Message = "The register of providers cannot be read; what was read before is used")]
    public static partial void ProvidersNotRead(this ILogger logger, Exception failure);

    [LoggerMessage(EventId = 3026, Level = LogLevel.Information, Message = "Provider {ProviderId}, model {Model}, is asked; personal data masked: {Masked}. {Notice}")]
    public static partial void ReceiverInUse(this ILogger logger, string providerId, string model, bool masked, string notice);
}
