namespace WeChatPlatform.Contracts;

/// <summary>No answer could be worded: no model answered and no evidence carries a template. Published by ai; read by message.</summary>
/// <remarks><paramref name="Reason"/> is a stable word: no_evidence, provider_failed.</remarks>
public sealed record ReplyGenerationFailed(Guid TurnId, string Reason, DateTimeOffset At);
