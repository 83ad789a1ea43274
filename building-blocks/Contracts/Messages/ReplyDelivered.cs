namespace WeChatPlatform.Contracts;

/// <summary>
/// An agent reported what became of one part of a decision; once, and again when an unknown is cleared up. Published by
/// message; read by analytics.
/// </summary>
/// <remarks><paramref name="Outcome"/> is verified, not_sent or unknown. <paramref name="Part"/> counts from 0.</remarks>
public sealed record ReplyDelivered(
    Guid DecisionId,
    int Part,
    Guid ConversationId,
    string AgentId,
    string Outcome,
    string? Reason,
    DateTimeOffset ReceivedAt,
    DateTimeOffset At);
