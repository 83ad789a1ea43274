using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Rag;

internal static partial class Log
{
    [LoggerMessage(EventId = 5000, Level = LogLevel.Information,
        Message = "Knowledge release {Release} published: document {DocumentId} has {Entries} entries")]
    public static partial void KnowledgeReleased(this ILogger logger, long release, Guid documentId, int entries);

    [LoggerMessage(EventId = 5001, Level = LogLevel.Information, Message = "Knowledge release {Release} is served: {Entries} entries")]
    public static partial void KnowledgeServed(this ILogger logger, long release, int entries);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Error,
        Message = "Knowledge file number {Number} of the folder was not loaded: {Faults} faults, the first in line {Line}; what it held before stays in force")]
    public static partial void KnowledgeFileRefused(this ILogger logger, int number, int faults, int line);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Information, Message = "Knowledge folder read: {Files} files, {Changed} changed, {Retired} retired")]
    public static partial void KnowledgeFolderRead(this ILogger logger, int files, int changed, int retired);

    [LoggerMessage(EventId = 5004, Level = LogLevel.Warning, Message = "The knowledge index could not be refreshed; release {Release} stays served")]
    public static partial void KnowledgeRefreshFailed(this ILogger logger, Exception exception, long release);

    [LoggerMessage(EventId = 5005, Level = LogLevel.Debug, Message = "Turn {TurnId}: {Hits} pieces of evidence, the best {Score}")]
    public static partial void KnowledgeFound(this ILogger logger, Guid turnId, int hits, double score);

    [LoggerMessage(EventId = 5060, Level = LogLevel.Information,
        Message = "Conversation {ConversationId} closed with {Turns} turns: {Added} pairs learned, {Gaps} questions without evidence, dropped: {Dropped}")]
    public static partial void Learned(this ILogger logger, Guid conversationId, int turns, int added, int gaps, string dropped);

    [LoggerMessage(EventId = 5061, Level = LogLevel.Information, Message = "Learned pair {PairId} {State} by {User}")]
    public static partial void PairReviewed(this ILogger logger, Guid pairId, string state, string user);

    [LoggerMessage(EventId = 5062, Level = LogLevel.Information, Message = "{Lines} lines of learned pairs exported by {User}")]
    public static partial void PairsExported(this ILogger logger, int lines, string user);
}
