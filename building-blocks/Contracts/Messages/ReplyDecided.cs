namespace WeChatPlatform.Contracts;

/// <summary>
/// It is decided what happens with a turn. Published by message; read by analytics, and by every replica of message,
/// which wakes the socket or the request that waits for it. It may be taken back later, by <see cref="ReplySuperseded"/>.
/// </summary>
/// <remarks>
/// <paramref name="Action"/> is reply, clarify, handoff, draft or ignore. <paramref name="Text"/> is absent for ignore.
/// <paramref name="MessageIds"/> are all messages that the decision answers; <paramref name="ReceivedAt"/> is when the
/// first of them was stored; for an answer that an agent gave by itself, when it was written. <paramref name="Reason"/> is a stable word, such as answered, hand_off_word, low_confidence.
/// <paramref name="Release"/> is the knowledge release that was searched for it; 0 when none was.
/// </remarks>
public sealed record ReplyDecided(
    Guid DecisionId,
    Guid? TurnId,
    Guid ConversationId,
    string AgentId,
    string Action,
    string? Text,
    double Confidence,
    string Reason,
    IReadOnlyList<string> EvidenceIds,
    IReadOnlyList<Guid> MessageIds,
    DateTimeOffset ReceivedAt,
    DateTimeOffset At,
    long Release = 0);
