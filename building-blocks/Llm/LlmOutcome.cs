namespace WeChatPlatform.Llm;

/// <summary>What became of one question to a model: a text, or the failure of the last try.</summary>
/// <remarks><paramref name="Tries"/> holds every request that was sent, in order: each may have cost money.</remarks>
public sealed record LlmOutcome(string? Text, bool CutOff, LlmFailure? Failure, IReadOnlyList<LlmTry> Tries);

/// <summary>One request to a provider. Token counts are 0 when the provider told none.</summary>
public sealed record LlmTry(LlmFailure? Failure, int InputTokens, int OutputTokens, TimeSpan Duration, DateTimeOffset At);
