using Microsoft.Extensions.Logging;
using WeChatPlatform.Capture.Sending;

namespace WeChatPlatform.Capture;

internal static partial class Log
{
    [LoggerMessage(EventId = 800, Level = LogLevel.Error,
        Message = "{File} is damaged and was set aside as {Aside}: {Reason}. The agent goes on with an empty one")]
    public static partial void JournalSetAside(this ILogger logger, string file, string aside, string reason);

    [LoggerMessage(EventId = 801, Level = LogLevel.Warning,
        Message = "{Count} gaps more, {Total} in all: messages were dropped, or rows did not join what was known")]
    public static partial void GapFound(this ILogger logger, long count, long total);

    [LoggerMessage(EventId = 802, Level = LogLevel.Error,
        Message = "The journal cannot be written ({Reason}). Nothing is captured, typed or acknowledged until it can")]
    public static partial void JournalUnwritable(this ILogger logger, string reason);

    [LoggerMessage(EventId = 803, Level = LogLevel.Information, Message = "The journal can be written again")]
    public static partial void JournalWritableAgain(this ILogger logger);

    [LoggerMessage(EventId = 810, Level = LogLevel.Information,
        Message = "Message {MessageId} captured in {ChatId}, side {Side}, trace {Traceparent}")]
    public static partial void MessageCaptured(
        this ILogger logger, string messageId, string chatId, string side, string? traceparent);

    [LoggerMessage(EventId = 811, Level = LogLevel.Warning, Message = "Chat {ChatId} did not settle; it is read again later")]
    public static partial void ChatNotSettled(this ILogger logger, string chatId);

    [LoggerMessage(EventId = 812, Level = LogLevel.Warning,
        Message = "{Count} chats share their name and kind with another one and are left to a person")]
    public static partial void AmbiguousChats(this ILogger logger, int count);

    [LoggerMessage(EventId = 813, Level = LogLevel.Information, Message = "The {Kind} of message {MessageId} could not be saved from the window")]
    public static partial void AttachmentNotSaved(this ILogger logger, string messageId, string kind);

    [LoggerMessage(EventId = 814, Level = LogLevel.Error, Message = "What was saved for message {MessageId} could not be kept ({Reason}); it goes without")]
    public static partial void AttachmentNotKept(this ILogger logger, string messageId, string reason);

    [LoggerMessage(EventId = 815, Level = LogLevel.Warning,
        Message = "{Chats} chats and {Messages} waiting messages left the scope and were removed from the journal")]
    public static partial void LeftScope(this ILogger logger, int chats, int messages);

    [LoggerMessage(EventId = 816, Level = LogLevel.Warning,
        Message = "Gap {GapId} in {ChatId}: {Reason}, {Missing} messages missing at least")]
    public static partial void GapInChat(this ILogger logger, string gapId, string chatId, string reason, int missing);

    [LoggerMessage(EventId = 820, Level = LogLevel.Information,
        Message = "Part {Part} of decision {DecisionId} is {Outcome} {Reason}")]
    public static partial void PartSettled(
        this ILogger logger, string decisionId, int part, SendOutcome outcome, string? reason);

    [LoggerMessage(EventId = 821, Level = LogLevel.Information, Message = "Decision {DecisionId} received with {Parts} parts")]
    public static partial void DecisionReceived(this ILogger logger, string decisionId, int parts);

    [LoggerMessage(EventId = 822, Level = LogLevel.Information, Message = "Decision {DecisionId} was received before")]
    public static partial void DecisionRepeated(this ILogger logger, string decisionId);

    [LoggerMessage(EventId = 823, Level = LogLevel.Information,
        Message = "Part {Part} of decision {DecisionId}, step {Step}: {Verdict} {Reason}")]
    public static partial void GateSaidNo(
        this ILogger logger, string decisionId, int part, GateStep step, GateVerdict verdict, string? reason);

    [LoggerMessage(EventId = 824, Level = LogLevel.Debug,
        Message = "A gate answer for part {Part} of decision {DecisionId} that nobody waits for")]
    public static partial void GateAnswerUnasked(this ILogger logger, string decisionId, int part);

    [LoggerMessage(EventId = 885, Level = LogLevel.Information,
        Message = "Message {MessageId} is a greeting and gets the answer of the table: decision {DecisionId}")]
    public static partial void AnsweredAtEdge(this ILogger logger, string messageId, string decisionId);

    [LoggerMessage(EventId = 886, Level = LogLevel.Information, Message = "Table {Version} of greetings received with {Count} entries")]
    public static partial void GreetingsReceived(this ILogger logger, long version, int count);

    [LoggerMessage(EventId = 830, Level = LogLevel.Information, Message = "The WeChat desktop is {State}")]
    public static partial void DesktopBecame(this ILogger logger, string state);

    [LoggerMessage(EventId = 831, Level = LogLevel.Error, Message = "A round at the desktop failed")]
    public static partial void RoundFailed(this ILogger logger, Exception failure);

    [LoggerMessage(EventId = 840, Level = LogLevel.Information, Message = "Logged in; the token lasts {Seconds} s")]
    public static partial void LoggedIn(this ILogger logger, int seconds);

    [LoggerMessage(EventId = 841, Level = LogLevel.Warning, Message = "The server does not answer ({Reason}); next try in {Milliseconds} ms")]
    public static partial void ServerAway(this ILogger logger, string reason, int milliseconds);

    [LoggerMessage(EventId = 842, Level = LogLevel.Error, Message = "The server refuses the login with status {Status}: check the agent's id and key (429: after wrong ones the next is waited for)")]
    public static partial void LoginRefused(this ILogger logger, int status);

    [LoggerMessage(EventId = 843, Level = LogLevel.Information, Message = "Message {MessageId} accepted by the server")]
    public static partial void MessageAccepted(this ILogger logger, string messageId);

    [LoggerMessage(EventId = 844, Level = LogLevel.Error, Message = "Message {MessageId} refused with status {Status} {Reason} and set aside")]
    public static partial void MessageRefused(this ILogger logger, string messageId, int status, string reason);

    [LoggerMessage(EventId = 845, Level = LogLevel.Information, 
        Message = "Socket to the server open with lease {Lease}, {Count} decisions open")]
    public static partial void SocketOpened(this ILogger logger, long lease, int count);

    [LoggerMessage(EventId = 846, Level = LogLevel.Warning, Message = "Socket to the server lost ({Reason}); next try in {Milliseconds} ms")]
    public static partial void SocketLost(this ILogger logger, string reason, int milliseconds);

    [LoggerMessage(EventId = 847, Level = LogLevel.Warning, Message = "A frame from the server was not understood ({Reason})")]
    public static partial void FrameNotUnderstood(this ILogger logger, string reason);

    [LoggerMessage(EventId = 848, Level = LogLevel.Warning, Message = "Heartbeat failed ({Reason})")]
    public static partial void HeartbeatFailed(this ILogger logger, string reason);

    [LoggerMessage(EventId = 849, Level = LogLevel.Information, Message = "Outcome of part {Part} of decision {DecisionId} acknowledged")]
    public static partial void DeliveryAcknowledged(this ILogger logger, string decisionId, int part);

    [LoggerMessage(EventId = 850, Level = LogLevel.Critical,
        Message = "Another process works for agent {AgentId}; this one ends")]
    public static partial void LeaseRefused(this ILogger logger, string agentId);

    [LoggerMessage(EventId = 851, Level = LogLevel.Information, Message = "Gap {GapId} acknowledged")]
    public static partial void GapAcknowledged(this ILogger logger, string gapId);

    [LoggerMessage(EventId = 852, Level = LogLevel.Information, Message = "Attachment of message {MessageId} accepted by the server")]
    public static partial void AttachmentAccepted(this ILogger logger, string messageId);

    [LoggerMessage(EventId = 853, Level = LogLevel.Warning,
        Message = "Attachment of message {MessageId} given up: {Reason}. The message itself is with the server")]
    public static partial void AttachmentGivenUp(this ILogger logger, string messageId, string reason);

    [LoggerMessage(EventId = 870, Level = LogLevel.Warning, Message = "Sending is stopped at this PC, by {By}")]
    public static partial void StoppedLocally(this ILogger logger, string by);

    [LoggerMessage(EventId = 871, Level = LogLevel.Information, Message = "Sending goes on, by {By}")]
    public static partial void ResumedLocally(this ILogger logger, string by);

    [LoggerMessage(EventId = 895, Level = LogLevel.Information, Message = "Report of kind {Kind} accepted by the server")]
    public static partial void ReportAccepted(this ILogger logger, string kind);

    [LoggerMessage(EventId = 896, Level = LogLevel.Warning, Message = "Report of kind {Kind} refused with status {Status} {Reason} and given up")]
    public static partial void ReportRefused(this ILogger logger, string kind, int status, string reason);

    [LoggerMessage(EventId = 897, Level = LogLevel.Information, Message = "The server takes no reports ({Reason}); next try in {Milliseconds} ms")]
    public static partial void ReportDelayed(this ILogger logger, string reason, int milliseconds);

    [LoggerMessage(EventId = 898, Level = LogLevel.Information, Message = "The WeChat client is {ClientVersion}, driven by profile {Profile}")]
    public static partial void ClientBecame(this ILogger logger, string? clientVersion, string? profile);

    [LoggerMessage(EventId = 854, Level = LogLevel.Information,
        Message = "Window checked, passed {Passed}: client {ClientVersion}, profile {Profile}, language {Language}, {Found} of {Count} parts found")]
    public static partial void WindowChecked(
        this ILogger logger, bool passed, string? clientVersion, string? profile, string? language, int found, int count);
}
