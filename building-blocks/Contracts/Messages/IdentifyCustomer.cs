namespace WeChatPlatform.Contracts;

/// <summary>Find or create the customer behind a contact. Sent by message; handled by customer.</summary>
public sealed record IdentifyCustomer(
    Guid TurnId,
    Guid ConversationId,
    string AgentId,
    string ChatId,
    string ChatName,
    string Sender,
    bool IsGroup,
    DateTimeOffset At);
