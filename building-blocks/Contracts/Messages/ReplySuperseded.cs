namespace WeChatPlatform.Contracts;

/// <summary>
/// A decision that <see cref="ReplyDecided"/> told of is taken back before anything of it was sent, because the customer wrote
/// on: another turn answers its messages too. Published by message; read by analytics.
/// </summary>
/// <remarks>
/// <paramref name="SupersededByTurnId"/> is the turn that answers instead; its decision names <paramref name="MessageIds"/> among
/// its own. A decision that an agent made by itself had no turn: then <paramref name="TurnId"/> is that turn too. <paramref name="ReceivedAt"/> is when the first of them was stored.
/// </remarks>
public sealed record ReplySuperseded(
    Guid DecisionId,
    Guid TurnId,
    Guid SupersededByTurnId,
    Guid ConversationId,
    string AgentId,
    IReadOnlyList<Guid> MessageIds,
    DateTimeOffset ReceivedAt,
    DateTimeOffset At);
