namespace WeChatPlatform.Contracts;

/// <summary>A conversation needs a person. Published by message; read by analytics.</summary>
/// <remarks>
/// <paramref name="Reason"/> is a stable word: hand_off_word, low_confidence, generation_failed; or not_sent: and the reason
/// why the decision could not be sent, which may come a second time for one decision.
/// </remarks>
public sealed record HandoffRequested(
    Guid DecisionId,
    Guid ConversationId,
    string AgentId,
    string Reason,
    DateTimeOffset At);
