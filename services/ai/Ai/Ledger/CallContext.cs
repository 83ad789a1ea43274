namespace WeChatPlatform.Ai;

/// <summary>
/// What a call to a model was for. <paramref name="Purpose"/> is a stable word: answer, rewrite, tool_round, understanding, summary, vision,
/// speech, ping, trial.
/// </summary>
internal sealed record CallContext(
    Guid TurnId, Guid ConversationId, string AgentId, string? Intent, string Purpose);
