namespace WeChatPlatform.Contracts;

/// <summary>A model was called, successfully or not. Published by ai; read by analytics.</summary>
/// <remarks><paramref name="Status"/> is ok, timeout, rate_limited or failed.</remarks>
public sealed record LlmCallRecorded(
    Guid CallId,
    Guid TurnId,
    string Provider,
    string Model,
    string Status,
    int InputTokens,
    int OutputTokens,
    double DurationMs,
    DateTimeOffset At);
