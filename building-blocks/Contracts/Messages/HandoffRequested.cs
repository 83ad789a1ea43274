namespace WeChatPlatform.Contracts;

/// <summary>A conversation needs a person. Published by message; read by analytics.</summary>
/// <remarks>
/// <paramref name="Reason"/> is a stable word: hand_off_word, low_confidence, generation_failed, stale_ask, capture_gap; or
/// not_sent: and the reason why the decision could not be sent, which may come a second time for one decision.
/// <paramref name="DecisionId"/> makes it recognisable; for capture_gap it is the gap's id, and no decision stands behind it.
/// </remarks>
public sealed record HandoffRequested(
    Guid DecisionId,
    Guid ConversationId,
    string AgentId,
    string Reason,
    DateTimeOffset At);
