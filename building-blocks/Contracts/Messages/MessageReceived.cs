namespace WeChatPlatform.Contracts;

/// <summary>
/// A message that an agent captured was stored, once. Published by message; read by customer and analytics.
/// The text stays in the message service.
/// </summary>
public sealed record MessageReceived(
    Guid MessageId,
    Guid ConversationId,
    string AgentId,
    string ChatId,
    string ChatName,
    string Sender,
    bool IsGroup,
    string Side,
    DateTimeOffset At);
