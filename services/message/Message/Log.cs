using Microsoft.Extensions.Logging;

namespace WeChatPlatform.Message;

internal static partial class Log
{
    [LoggerMessage(EventId = 2000, Level = LogLevel.Information,
        Message = "Message {MessageId} stored as number {Sequence} of conversation {ConversationId}, turn {TurnId}")]
    public static partial void MessageStored(this ILogger logger, Guid messageId, long sequence, Guid conversationId, Guid? turnId);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Information,
        Message = "Decision {DecisionId} for conversation {ConversationId}: {Action} because {Reason}, {Count} messages, confidence {Confidence}")]
    public static partial void Decided(
        this ILogger logger, Guid decisionId, Guid conversationId, string action, string reason, int count, double confidence);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning,
        Message = "Turn {TurnId} goes on without: customer {Customer}, knowledge {Knowledge}, facts {Facts} known in time")]
    public static partial void PreparedIncompletely(this ILogger logger, Guid turnId, bool customer, bool knowledge, bool facts);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Information, Message = "Agent {AgentId} connected with ledger {LedgerId}, {Count} decisions to send again")]
    public static partial void AgentConnected(this ILogger logger, string agentId, string ledgerId, int count);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Information, Message = "Agent {AgentId} disconnected")]
    public static partial void AgentDisconnected(this ILogger logger, string agentId);

    [LoggerMessage(EventId = 2005, Level = LogLevel.Information, Message = "Decision {DecisionId} part {Part} is {Outcome} ({Reason})")]
    public static partial void Delivered(this ILogger logger, Guid decisionId, int part, string outcome, string? reason);

    [LoggerMessage(EventId = 2006, Level = LogLevel.Warning,
        Message = "Agent {AgentId} came with a new ledger: of {Count} decisions that its old one had {Again} wait for it again, the others need a person")]
    public static partial void LedgerLost(this ILogger logger, string agentId, int count, int again);

    [LoggerMessage(EventId = 2007, Level = LogLevel.Warning, Message = "Agent {AgentId} sent a frame that is not understood: {Reason}")]
    public static partial void FrameRefused(this ILogger logger, string agentId, string reason);

    [LoggerMessage(EventId = 2008, Level = LogLevel.Warning, Message = "The connection of agent {AgentId} failed")]
    public static partial void ConnectionFailed(this ILogger logger, string agentId, Exception failure);

    [LoggerMessage(EventId = 2010, Level = LogLevel.Information,
        Message = "The gate says {Verdict} to decision {DecisionId} part {Part}, step {Step} ({Reason})")]
    public static partial void GateAnswered(
        this ILogger logger, Guid decisionId, int part, string step, string verdict, string? reason);

    [LoggerMessage(EventId = 2011, Level = LogLevel.Information,
        Message = "Decision {DecisionId} is superseded: turn {TurnId} answers its messages too")]
    public static partial void Superseded(this ILogger logger, Guid decisionId, Guid turnId);

    [LoggerMessage(EventId = 2012, Level = LogLevel.Information,
        Message = "A person speaks in the chat of conversation {ConversationId}: paused until {Until}")]
    public static partial void PersonTyped(this ILogger logger, Guid conversationId, DateTimeOffset until);

    [LoggerMessage(EventId = 2013, Level = LogLevel.Information, Message = "Conversation {ConversationId} paused by {User} until {Until}")]
    public static partial void ConversationPaused(this ILogger logger, Guid conversationId, string user, DateTimeOffset? until);

    [LoggerMessage(EventId = 2014, Level = LogLevel.Information, Message = "Conversation {ConversationId} resumed by {User}")]
    public static partial void ConversationResumed(this ILogger logger, Guid conversationId, string user);

    [LoggerMessage(EventId = 2015, Level = LogLevel.Warning, Message = "Agent {AgentId} stopped by {User}")]
    public static partial void AgentStopped(this ILogger logger, string agentId, string user);

    [LoggerMessage(EventId = 2016, Level = LogLevel.Information, Message = "Agent {AgentId} resumed by {User}")]
    public static partial void AgentResumed(this ILogger logger, string agentId, string user);

    [LoggerMessage(EventId = 2017, Level = LogLevel.Warning,
        Message = "A second process of agent {AgentId} was refused: another one has the account until {Until}")]
    public static partial void LeaseHeld(this ILogger logger, string agentId, DateTimeOffset until);

    [LoggerMessage(EventId = 2018, Level = LogLevel.Warning,
        Message = "The process of agent {AgentId} under lease {Lease} is shown out: another one has the account")]
    public static partial void LeaseLost(this ILogger logger, string agentId, long lease);

    [LoggerMessage(EventId = 2019, Level = LogLevel.Warning,
        Message = "Decision {DecisionId} part {Part} was seen in its chat after a person had settled it as not sent")]
    public static partial void SeenAfterSettling(this ILogger logger, Guid decisionId, int part);

    [LoggerMessage(EventId = 2020, Level = LogLevel.Warning,
        Message = "Gap {GapId} of agent {AgentId}: {Reason}, {Missing} messages missing at least; it needs a person")]
    public static partial void GapFound(this ILogger logger, Guid gapId, string agentId, string reason, int missing);

    [LoggerMessage(EventId = 2021, Level = LogLevel.Information,
        Message = "Attachment {AttachmentId} of message {MessageId} stored: {MediaType}, {Size} bytes")]
    public static partial void AttachmentStored(this ILogger logger, Guid attachmentId, Guid messageId, string mediaType, int size);

    [LoggerMessage(EventId = 2022, Level = LogLevel.Error,
        Message = "Attachment {AttachmentId} cannot be decrypted: it or its key {KeyId} was changed")]
    public static partial void AttachmentDamaged(this ILogger logger, Guid attachmentId, string keyId);

    [LoggerMessage(EventId = 2030, Level = LogLevel.Information, Message = "Decision {DecisionId} part {Part}, unknown before, was settled as {Outcome} by {User}")]
    public static partial void DeliverySettled(this ILogger logger, Guid decisionId, int part, string outcome, string user);

    [LoggerMessage(EventId = 2031, Level = LogLevel.Warning, Message = "Expired decisions could not be looked for: {Reason}")]
    public static partial void ExpiryFailed(this ILogger logger, string reason);

    [LoggerMessage(EventId = 2040, Level = LogLevel.Information, Message = "Table {Version} of greetings with {Count} entries stored by {User}")]
    public static partial void GreetingsChanged(this ILogger logger, long version, int count, string user);

    [LoggerMessage(EventId = 2041, Level = LogLevel.Warning,
        Message = "Agent {AgentId} says that it answered a message by itself (decision {DecisionId}, table {Version}), but no table that was in force gives that answer; the message is answered as any other")]
    public static partial void EdgeAnswerRefused(this ILogger logger, string agentId, Guid? decisionId, long? version);

    [LoggerMessage(EventId = 2050, Level = LogLevel.Warning, Message = "Agent {AgentId} is offline: last seen at {LastSeenAt}")]
    public static partial void AgentWentOffline(this ILogger logger, string agentId, DateTimeOffset lastSeenAt);

    [LoggerMessage(EventId = 2051, Level = LogLevel.Information, Message = "Agent {AgentId} is online again")]
    public static partial void AgentIsBack(this ILogger logger, string agentId);

    [LoggerMessage(EventId = 2052, Level = LogLevel.Warning, Message = "Agents that went silent could not be looked for: {Reason}")]
    public static partial void AgentWatchFailed(this ILogger logger, string reason);

    [LoggerMessage(EventId = 2053, Level = LogLevel.Warning, Message = "Agent {AgentId} reports {Code}")]
    public static partial void AgentReportedError(this ILogger logger, string agentId, string code);

    [LoggerMessage(EventId = 2054, Level = LogLevel.Information,
        Message = "Client version {ClientVersion} is new to the fleet, by agent {AgentId}; on trial: {OnTrial}")]
    public static partial void ClientVersionSeen(this ILogger logger, string clientVersion, string agentId, bool onTrial);

    [LoggerMessage(EventId = 2055, Level = LogLevel.Information, Message = "Client version {ClientVersion} passed by agent {AgentId}: {How}")]
    public static partial void ClientVersionPassed(this ILogger logger, string clientVersion, string agentId, string how);

    [LoggerMessage(EventId = 2056, Level = LogLevel.Warning, Message = "Client version {ClientVersion} held by {User}")]
    public static partial void ClientVersionHeld(this ILogger logger, string clientVersion, string user);

    [LoggerMessage(EventId = 2057, Level = LogLevel.Information, Message = "Client version {ClientVersion} released by {User}")]
    public static partial void ClientVersionReleased(this ILogger logger, string clientVersion, string user);

    [LoggerMessage(EventId = 2060, Level = LogLevel.Warning, Message = "Turn {TurnId} goes on without what its images or voice say: not read in time")]
    public static partial void ReadingOverdue(this ILogger logger, Guid turnId);

    [LoggerMessage(EventId = 2070, Level = LogLevel.Information, Message = "Conversation {ConversationId} closed ({Reason}): {Turns} turns")]
    public static partial void ConversationClosed(this ILogger logger, Guid conversationId, string reason, int turns);

    [LoggerMessage(EventId = 2071, Level = LogLevel.Information, Message = "Conversation {ConversationId} was closed by {User}")]
    public static partial void ConversationClosedBy(this ILogger logger, Guid conversationId, string user);

    [LoggerMessage(EventId = 2072, Level = LogLevel.Warning, Message = "Conversations to close could not be looked for: {Reason}")]
    public static partial void ClosingFailed(this ILogger logger, string reason);

    [LoggerMessage(EventId = 2073, Level = LogLevel.Error, Message = "Conversation {ConversationId} could not be closed and is put off")]
    public static partial void ClosingOneFailed(this ILogger logger, Exception failure, Guid conversationId);

    [LoggerMessage(EventId = 2090, Level = LogLevel.Debug, Message = "Turns and agents could not be counted for the metrics: {Reason}")]
    public static partial void WorkNotCounted(this ILogger logger, string reason);
}
