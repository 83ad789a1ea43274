using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Rag;

internal static partial class Log
{
    [LoggerMessage(EventId = 5000, Level = LogLevel.Information,
        Message = "Knowledge release {Release} is live and verified: {Documents} documents, {Added} entries added, {Retired} retired, {Probes} probes")]
    public static partial void KnowledgeReleased(this ILogger logger, long release, int documents, int added, int retired, int probes);

    [LoggerMessage(EventId = 5001, Level = LogLevel.Information, Message = "Knowledge release {Release} is served: {Entries} entries, about {Bytes} bytes of indexes")]
    public static partial void KnowledgeServed(this ILogger logger, long release, int entries, long bytes);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Error,
        Message = "Knowledge file number {Number} of the folder was not loaded: {Faults} faults, the first in line {Line}; what it held before stays in force")]
    public static partial void KnowledgeFileRefused(this ILogger logger, int number, int faults, int line);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Information, Message = "Knowledge folder read: {Files} files, {Changed} changed, {Retired} retired")]
    public static partial void KnowledgeFolderRead(this ILogger logger, int files, int changed, int retired);

    [LoggerMessage(EventId = 5004, Level = LogLevel.Warning, Message = "The knowledge index could not be refreshed; release {Release} stays served")]
    public static partial void KnowledgeRefreshFailed(this ILogger logger, Exception exception, long release);

    [LoggerMessage(EventId = 5060, Level = LogLevel.Information,
        Message = "Conversation {ConversationId} closed with {Turns} turns: {Added} pairs learned, {Gaps} questions without evidence, dropped: {Dropped}")]
    public static partial void Learned(this ILogger logger, Guid conversationId, int turns, int added, int gaps, string dropped);

    [LoggerMessage(EventId = 5061, Level = LogLevel.Information, Message = "Learned pair {PairId} {State} by {User}")]
    public static partial void PairReviewed(this ILogger logger, Guid pairId, string state, string user);

    [LoggerMessage(EventId = 5062, Level = LogLevel.Information, Message = "{Lines} lines of learned pairs exported by {User}")]
    public static partial void PairsExported(this ILogger logger, int lines, string user);

    [LoggerMessage(EventId = 5005, Level = LogLevel.Debug, Message = "Turn {TurnId}: {Hits} pieces of evidence, the best {Score}; completed from the conversation: {Completed}")]
    public static partial void KnowledgeFound(this ILogger logger, Guid turnId, int hits, double score, bool completed);

    [LoggerMessage(EventId = 5020, Level = LogLevel.Warning,
        Message = "Knowledge release {Release} was refused and taken back: {Refusal}, {Faults} faults; what was in force stays in force")]
    public static partial void ReleaseRefused(this ILogger logger, long release, string refusal, int faults);

    [LoggerMessage(EventId = 5021, Level = LogLevel.Error, Message = "Knowledge release {Release} could not be written to the indexes")]
    public static partial void ReleaseIndexesFailed(this ILogger logger, Exception exception, long release);

    [LoggerMessage(EventId = 5022, Level = LogLevel.Warning, Message = "Turn {TurnId} was searched without a part of the search: {Parts}")]
    public static partial void KnowledgeDegraded(this ILogger logger, Guid turnId, string parts);

    [LoggerMessage(EventId = 5023, Level = LogLevel.Information,
        Message = "Ingestion job {JobId} ended {State} at step {Step}: {Added} pieces added, {Kept} kept, {Removed} removed")]
    public static partial void IngestionEnded(this ILogger logger, Guid jobId, string state, string step, int added, int kept, int removed);

    [LoggerMessage(EventId = 5024, Level = LogLevel.Warning, Message = "Ingestion job {JobId} failed at step {Step} in attempt {Attempt}")]
    public static partial void IngestionAttemptFailed(this ILogger logger, Exception exception, Guid jobId, string step, int attempt);

    [LoggerMessage(EventId = 5025, Level = LogLevel.Warning, Message = "Ingestion jobs could not be looked for")]
    public static partial void IngestionLookFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 5026, Level = LogLevel.Error, Message = "The knowledge folder was read, but its changes are not in force: {Refusal}")]
    public static partial void KnowledgeFolderRefused(this ILogger logger, string refusal);

    [LoggerMessage(EventId = 5027, Level = LogLevel.Warning, Message = "The knowledge folder could not be read; what it held before stays in force")]
    public static partial void KnowledgeFolderFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 5028, Level = LogLevel.Warning, Message = "An index that the replicas share is away; the search goes on without it")]
    public static partial void SharedIndexAway(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 5029, Level = LogLevel.Warning, Message = "The model {Model} is not in use yet; the built-in embedder goes on")]
    public static partial void ModelMoveFailed(this ILogger logger, Exception exception, string model);

    [LoggerMessage(EventId = 5030, Level = LogLevel.Information, Message = "The model {Model} is in use for {Entries} entries")]
    public static partial void ModelInUse(this ILogger logger, string model, int entries);

    [LoggerMessage(EventId = 5040, Level = LogLevel.Information,
        Message = "Knowledge file number {Number} of the folder: {Redactions} pieces of personal data taken out, {Alike} documents say the same or nearly")]
    public static partial void KnowledgeFileNoted(this ILogger logger, int number, int redactions, int alike);
}
