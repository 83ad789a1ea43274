namespace WeChatPlatform.Contracts;

/// <summary>A model was called, successfully or not. Published by ai; read by analytics.</summary>
/// <remarks>
/// <paramref name="Status"/> is ok, timeout, rate_limited or failed. <paramref name="CostCny"/> is kept to 8 decimals; tokens and cost are
/// estimates when <paramref name="IsEstimated"/>. <paramref name="Purpose"/> is a stable word: answer, rewrite, ping, ...
/// </remarks>
public sealed record LlmCallRecorded(
    Guid CallId,
    Guid TurnId,
    string Provider,
    string Model,
    string Status,
    int InputTokens,
    int OutputTokens,
    double DurationMs,
    DateTimeOffset At,
    decimal CostCny = 0,
    bool IsEstimated = false,
    bool WasAbandoned = false,
    string AgentId = "",
    Guid ConversationId = default,
    string? Intent = null,
    string Purpose = "answer");
