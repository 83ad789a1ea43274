namespace WeChatPlatform.Contracts;

/// <summary>Find orders, prices and stock that a question asks for. Sent by message; handled by erp-sync.</summary>
/// <remarks><paramref name="Contact"/> is the display name in WeChat: orders of other contacts are never told.</remarks>
public sealed record LookUpErpFacts(
    Guid TurnId,
    Guid ConversationId,
    string Contact,
    string Question,
    DateTimeOffset At);
